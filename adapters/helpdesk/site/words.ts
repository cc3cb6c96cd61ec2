/** What the widget needs to know before the first question, in one language. */
import type { Host } from '../../../src/adapter.ts'
import type { FileRefusal } from '../../../src/diagnosis/file.ts'
import type { Option } from '../../../src/message.ts'

/** The keys below `widget` in each language’s `interface/helpdesk.yaml`. */
export const WIDGET_WORDS = [
  'open',
  'close',
  'title',
  'greeting',
  'invitation',
  'input',
  'placeholder',
  'send',
  'file',
  'drop',
  'reading',
  'clear',
  'cleared',
  'person',
  'you',
  'answer',
  'thinking',
  'copy',
  'copied',
  'warning',
  'choose',
  'next',
  'sources',
  'helpful',
  'yes',
  'no',
  'thanks',
  'sorry',
  'no-passwords',
  'too-long',
  'error-offline',
  'error-failed',
  'error-busy',
  'retry',
  'contact-title',
  'contact-text',
  'contact-name',
  'contact-email',
  'contact-email-hint',
  'contact-send',
  'contact-cancel',
  'contact-name-wrong',
  'contact-email-wrong',
  'ticket',
  'ticket-text',
  'ticket-link',
  'waiting',
  'waiting-text',
  'sent',
  'sent-text',
  'hours',
  'reach-us',
  'reach-us-text',
] as const

/** The keys below `file` in each language’s `interface/common.yaml`. */
const FILE_REFUSALS: FileRefusal[] = ['too-large', 'no-message', 'outlook-file', 'unreadable']

export type WidgetWord = (typeof WIDGET_WORDS)[number]

export interface WidgetWords {
  locale: string
  dir: 'ltr' | 'rtl'
  /** With `{label}`, `{number}`, `{seconds}` and `{most}` left to fill in. */
  words: Record<WidgetWord, string>
  /** Why a file is not read. */
  files: Record<FileRefusal, string>
  provider: { name: string; support: string; hours?: string }
  starters: Option[]
  /** Stands in answers for a domain that is not known, so that no link is made of it. */
  domain: string
}

/** Filled in by the widget. */
const LATER = { label: '{label}', number: '{number}', seconds: '{seconds}', most: '{most}' }

/** For a BCP 47 tag, or the first language when none fits. */
export function widgetWords(host: Host, tag: string | undefined): WidgetWords {
  const locale = host.matchLocale(tag) ?? host.locales[0]!
  const words = host.words(locale)
  const { name, support, hours } = host.provider(locale)
  const values = { ...LATER, provider: name, support, hours: hours ?? '' }
  return {
    locale,
    dir: directionOf(locale),
    words: Object.fromEntries(
      WIDGET_WORDS.map((key) => [key, words(`helpdesk.widget.${key}`, values)]),
    ) as Record<WidgetWord, string>,
    files: Object.fromEntries(
      FILE_REFUSALS.map((refusal) => [refusal, words(`common.file.${refusal}`)]),
    ) as Record<FileRefusal, string>,
    provider: { name, support, ...(hours ? { hours } : {}) },
    starters: host.starters(locale),
    domain: words('common.domain'),
  }
}

/** Which way a language is written. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  const { direction } = (
    new Intl.Locale(locale) as Intl.Locale & { getTextInfo(): { direction: string } }
  ).getTextInfo()
  return direction === 'rtl' ? 'rtl' : 'ltr'
}
