/**
 * What Slack refuses, in one table. Sources: `types` is @slack/types 3.2, dist/block-kit/*.d.ts; `docs` is
 * docs.slack.dev, with the page; `seen` was observed by others and is not written down by Slack.
 */
export const LIMITS = {
  /** Blocks of one message. docs: reference/block-kit/blocks */
  blocksPerMessage: 50,
  /** Blocks of a home tab or a modal. docs: reference/block-kit/blocks */
  blocksPerView: 100,
  /**
   * Blocks of one message, as JSON. seen: slackapi/bolt-js#2509, `msg_blocks_too_long` from about 13,170
   * characters, and what is counted is not said; the JSON is the most that it can be.
   */
  messageJson: 12_000,
  /** The `text` beside the blocks, for notifications and screen readers. docs: methods/chat.postMessage */
  fallbackText: 4_000,
  /** `text` of a section. types: SectionBlock */
  sectionText: 3_000,
  /** Any other text object. docs: composition-objects/text-object */
  textObject: 3_000,
  /** types: SectionBlock */
  fieldsPerSection: 10,
  fieldText: 2_000,
  /** types: HeaderBlock */
  headerText: 150,
  /** types: ActionsBlock */
  elementsPerActions: 25,
  /** types: ContextBlock */
  elementsPerContext: 10,
  /** types: ContextActionsBlock */
  elementsPerContextActions: 5,
  /** types: Button */
  buttonText: 75,
  buttonValue: 2_000,
  buttonUrl: 3_000,
  accessibilityLabel: 75,
  /** types: Actionable */
  actionId: 255,
  /** types: Block */
  blockId: 255,
  /** One element of a rich text; not written down, so held to the limit of text objects. */
  richTextElement: 3_000,
  /** types: MarkdownBlock */
  markdownText: 12_000,
  /** docs: blocks/table-block. A second table in one message is refused with `only_one_table_allowed`. */
  tablesPerMessage: 1,
  tableRows: 100,
  tableColumns: 20,
  /** All cells of one table together. docs: blocks/table-block */
  tableCharacters: 10_000,
  /** types: PlainTextInput, `max_length` */
  inputText: 3_000,
  inputLabel: 2_000,
  /** docs: surfaces/modals */
  modalTitle: 24,
  modalButton: 24,
  /** docs: methods/assistant.threads.setSuggestedPrompts */
  prompts: 4,
  /** docs: interactivity/handling-user-interaction */
  responseUrlUses: 5,
  responseUrlMinutes: 30,
  /** docs: apis/events-api, x-slack-retry-reason http_timeout */
  ackSeconds: 3,
  /** docs: authentication/verifying-requests-from-slack; either way, so that a clock ahead is no way in. */
  requestAgeSeconds: 300,
} as const
