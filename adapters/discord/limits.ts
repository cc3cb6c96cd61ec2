/**
 * Discord's limits, each from the page of https://discord.com/developers/docs named beside it. Lengths are in
 * UTF-16 units, which is never less than what Discord counts.
 */
export const LIMITS = {
  /** interactions/application-commands: naming, options, choices; all names, descriptions and values together. */
  command: { name: 32, description: 100, options: 25, choices: 25, choiceName: 100, total: 8_000 },
  /** resources/message: create message. */
  message: { content: 2_000, embeds: 10, rows: 5, nonce: 25 },
  /** components/reference: with the flag IS_COMPONENTS_V2, nested ones counted too. */
  components: { most: 40, text: 4_000 },
  /** resources/message: embed limits. `total` counts all embeds of a message. */
  embed: {
    title: 256,
    description: 4_096,
    fields: 25,
    fieldName: 256,
    fieldValue: 1_024,
    footer: 2_048,
    total: 6_000,
  },
  /** components/reference: button, string select. */
  button: { label: 80, customId: 100, perRow: 5 },
  select: { options: 25, label: 100, value: 100, placeholder: 150 },
  /** components/reference: label, text input; interactions/receiving-and-responding: modal. */
  modal: { title: 45, label: 45, description: 100, input: 4_000, placeholder: 100 },
  /** resources/channel: start thread from message. */
  thread: { name: 100 },
  /** interactions/receiving-and-responding: an interaction not answered in 3 s fails; its token lives 15 minutes. */
  interaction: { firstResponseMs: 3_000, tokenMs: 15 * 60_000 },
} as const

/** At most `most` units, with an ellipsis where something was cut. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text
  // A surrogate pair is not cut in two.
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
