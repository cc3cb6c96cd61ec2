/** What goes out against the table of limits, whether Discord's OpenAPI document is here or not. */
import { LIMITS } from '../../../adapters/discord/limits.ts'

interface Component {
  type: number
  components?: Component[]
  content?: string
  label?: string
  custom_id?: string
  placeholder?: string
  options?: { label: string; value: string }[]
}

export interface Body {
  content?: string | null
  flags?: number
  embeds?: {
    title?: string
    description?: string
    fields?: { name: string; value: string }[]
    footer?: { text: string }
  }[]
  components?: Component[]
  allowed_mentions?: { parse?: string[] }
  nonce?: string
}

const V2 = 1 << 15

/** What is wrong with a message that is sent or edited, a line each. */
export function messageProblems(body: Body): string[] {
  const wrong: string[] = []
  const say = (broken: boolean, what: string) => {
    if (broken) wrong.push(what)
  }
  const all = flatten(body.components ?? [])
  const v2 = ((body.flags ?? 0) & V2) !== 0
  const text = all.reduce((sum, { content }) => sum + (content?.length ?? 0), 0)
  const ids = all.flatMap(({ custom_id }) => (custom_id === undefined ? [] : [custom_id]))

  say(JSON.stringify(body.allowed_mentions) !== '{"parse":[]}', 'mentions are not switched off')
  say((body.content?.length ?? 0) > LIMITS.message.content, 'the content is too long')
  say((body.nonce?.length ?? 0) > LIMITS.message.nonce, 'the nonce is too long')
  say(new Set(ids).size < ids.length, 'a custom id is there twice')
  for (const id of ids) say(id.length > LIMITS.button.customId, 'a custom id is too long')
  for (const component of all) wrong.push(...componentProblems(component))
  if (v2) {
    say(all.length > LIMITS.components.most, `${all.length} components`)
    say(text > LIMITS.components.text, `${text} characters in components`)
    say(Boolean(body.content) || (body.embeds?.length ?? 0) > 0, 'content or embeds beside Components V2')
    say(all.length === 0, 'an empty message')
  } else {
    say(
      (body.components ?? []).some(({ type }) => type !== 1),
      'only rows may stand beside embeds',
    )
    say((body.components ?? []).length > LIMITS.message.rows, 'too many rows')
  }
  return [...wrong, ...embedProblems(body.embeds ?? [])]
}

function componentProblems({
  type,
  components = [],
  label,
  content,
  placeholder,
  options = [],
}: Component): string[] {
  const wrong: string[] = []
  const say = (broken: boolean, what: string) => {
    if (broken) wrong.push(what)
  }
  say(type === 10 && !content?.trim(), 'an empty text')
  say(type === 1 && components.length === 0, 'an empty row')
  say(type === 1 && components.length > LIMITS.button.perRow, 'too many buttons in a row')
  say(
    type === 1 && components.some((inner) => inner.type === 3) && components.length > 1,
    'a menu shares its row',
  )
  say(type === 2 && !label?.trim(), 'a button without words')
  say(type === 2 && (label?.length ?? 0) > LIMITS.button.label, 'a label is too long')
  say((placeholder?.length ?? 0) > LIMITS.select.placeholder, 'a placeholder is too long')
  say(options.length > LIMITS.select.options, 'too many options')
  for (const option of options)
    say(
      option.label.length > LIMITS.select.label ||
        option.value.length > LIMITS.select.value ||
        option.label === '',
      'an option is too long or empty',
    )
  return wrong
}

function embedProblems(embeds: NonNullable<Body['embeds']>): string[] {
  const { embed, message } = LIMITS
  const wrong: string[] = []
  const say = (broken: boolean, what: string) => {
    if (broken) wrong.push(what)
  }
  let total = 0
  for (const { title = '', description = '', fields = [], footer } of embeds) {
    total += title.length + description.length + (footer?.text.length ?? 0)
    total += fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0)
    say(title.length > embed.title || description.length > embed.description, 'an embed is too long')
    say(
      fields.length > embed.fields || (footer?.text.length ?? 0) > embed.footer,
      'an embed has too many fields',
    )
    for (const { name, value } of fields)
      say(name.length > embed.fieldName || value.length > embed.fieldValue, 'a field is too long')
  }
  say(embeds.length > message.embeds, 'too many embeds')
  say(total > embed.total, `${total} characters in embeds`)
  return wrong
}

/** What is wrong with a first response, a line each. */
export function responseProblems({
  type,
  data,
}: {
  type: number
  data?: Body & Modal & { choices?: { name: string; value: string }[] }
}): string[] {
  if (type === 4 || type === 7) return data ? messageProblems(data) : ['no message']
  if (type === 8)
    return [
      ...((data?.choices?.length ?? 0) > LIMITS.command.choices ? ['too many choices'] : []),
      ...(data?.choices ?? []).flatMap(({ name, value }) =>
        name === '' || name.length > LIMITS.command.choiceName || value.length > LIMITS.command.choiceName
          ? ['a choice is too long or empty']
          : [],
      ),
    ]
  if (type === 9) return data ? modalProblems(data) : ['no dialogue']
  return []
}

interface Modal {
  custom_id?: string
  title?: string
}

function modalProblems({
  custom_id = '',
  title = '',
  components = [],
}: Modal & { components?: Component[] }): string[] {
  const wrong: string[] = []
  if (custom_id.length > LIMITS.button.customId || custom_id === '') wrong.push('the custom id of a dialogue')
  if (title.length > LIMITS.modal.title || title === '') wrong.push('the title of a dialogue')
  for (const { label = '' } of components)
    if (label.length > LIMITS.modal.label) wrong.push('a label of a dialogue')
  return wrong
}

export function flatten(components: Component[]): Component[] {
  return components.flatMap((component) => [component, ...flatten(component.components ?? [])])
}
