import { placeholdersOf } from '../../answering/text.ts'
import { ALWAYS, PERHAPS } from '../../answering/values.ts'
import type { Knowledge } from '../knowledge.ts'
import type { Path } from '../places.ts'
import type { Problem } from '../problem.ts'
import { printedRaw } from './marks.ts'
import type { Rule } from './rule.ts'

/** The provider's own texts are there in every language that answers, and hold nothing that would be printed raw. */
export const providerTexts: Rule = {
  name: 'provider-texts',
  check(knowledge) {
    const file = knowledge.providerFile
    const problems: Problem[] = []
    for (const { path, texts, optional } of textsOf(knowledge))
      for (const found of wrongLanguages(knowledge, texts, optional))
        problems.push({ file, path: [...path, ...found.path], message: found.message, mend: found.mend })
    for (const { path, text } of linesOf(knowledge)) {
      const found = wrongPlaceholder(text) ?? printedRaw(text)
      if (found) problems.push({ file, path, ...found })
    }
    for (const { path, text } of namesOf(knowledge))
      if (/[{}*`]/.test(text))
        problems.push({
          file,
          path,
          message: `"${text}" holds marks or braces, which a name does not have`,
          mend: 'Write the name as customers see it.',
        })
    return problems
  },
}

interface Texts {
  path: Path
  texts: Record<string, unknown>
  /** One language is enough. */
  optional?: boolean
}

function textsOf({ provider }: Knowledge): Texts[] {
  return [
    ...provider.notOffered.map(({ reason }, index) => ({
      path: ['notOffered', index, 'reason'],
      texts: reason,
    })),
    ...(provider.support.hours ? [{ path: ['support', 'hours'], texts: provider.support.hours }] : []),
    ...provider.services.flatMap(({ name, where, note, examples }, index) => [
      ...(name ? [{ path: ['services', index, 'name'], texts: name }] : []),
      ...(typeof where === 'object' ? [{ path: ['services', index, 'where'], texts: where }] : []),
      ...(note ? [{ path: ['services', index, 'note'], texts: note }] : []),
      ...(examples ? [{ path: ['services', index, 'examples'], texts: examples, optional: true }] : []),
    ]),
  ]
}

function linesOf(knowledge: Knowledge): { path: Path; text: string }[] {
  return textsOf(knowledge).flatMap(({ path, texts }) =>
    Object.entries(texts).flatMap(([language, text]) =>
      typeof text === 'string' ? [{ path: [...path, language], text }] : [],
    ),
  )
}

function namesOf({ provider }: Knowledge): { path: Path; text: string }[] {
  const area = provider.customerArea?.name
  const { phone } = provider.support
  return [
    { path: ['name'], text: provider.name },
    ...(area ? [{ path: ['customerArea', 'name'], text: area }] : []),
    ...(phone ? [{ path: ['support', 'phone'], text: phone }] : []),
  ]
}

function wrongLanguages(
  { languages, answersIn }: Knowledge,
  texts: Record<string, unknown>,
  optional = false,
): { path: Path; message: string; mend: string }[] {
  const missing = optional ? [] : answersIn.filter((language) => texts[language] === undefined)
  const unknown = Object.keys(texts).filter((language) => !languages.has(language))
  return [
    ...missing.map((language) => ({
      path: [],
      message: `the text is missing in "${language}"`,
      mend: `Write "${language}:" and the text, since answers are given in ${answersIn.join(', ')}.`,
    })),
    ...unknown.map((language) => ({
      path: [language],
      message: `"${language}" is no language of this knowledge`,
      mend: `Write one of: ${[...languages.keys()].join(', ')}.`,
    })),
  ]
}

function wrongPlaceholder(text: string): { message: string; mend: string } | undefined {
  const known = [...ALWAYS, ...Object.keys(PERHAPS)]
  const name = placeholdersOf(text).find((one) => !known.includes(one))
  if (name === undefined && !/[{}]/.test(text.replace(/\{[a-z][a-z0-9.-]*\}/g, ''))) return undefined
  return {
    message: name === undefined ? 'a brace is too many or missing' : `{${name}} has no value here`,
    mend: `Use one of: ${known.map((one) => `{${one}}`).join(' ')}.`,
  }
}
