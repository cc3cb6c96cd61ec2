/** The language of a page. */
import { type Knowledge, matchLocale } from '../knowledge/knowledge.ts'

/** The first of these tags that answers are given in, in the order of an Accept-Language header; else the first of all. */
export function localeOf(
  { answersIn }: Pick<Knowledge, 'answersIn'>,
  asked: string | undefined,
  accepted?: string | undefined,
): string {
  const tags = [asked ?? '', ...(accepted ?? '').split(',')].flatMap((part) => part.split(','))
  for (const tag of tags) {
    const locale = matchLocale(answersIn, tag.split(';')[0]!.trim())
    if (locale) return locale
  }
  return answersIn[0]!
}
