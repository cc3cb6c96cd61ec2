/** The words of the interface straight from their files, for tests that need nothing else of the bot. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { CommandHost } from '../../../adapters/discord/commands.ts'
import { fill } from '../../../src/answering/text.ts'
import { KNOWLEDGE_DIR } from '../../support/bot.ts'

const LOCALES = ['en', 'fr']
const FILES = ['common', 'discord']

type Tree = { [key: string]: Tree | string }

const trees = new Map(
  LOCALES.map((locale): [string, Tree] => [
    locale,
    Object.fromEntries(
      FILES.map((file) => [
        file,
        parse(readFileSync(`${KNOWLEDGE_DIR}/languages/${locale}/interface/${file}.yaml`, 'utf8')),
      ]),
    ),
  ]),
)

export const interfaceWords: CommandHost = {
  locales: LOCALES,
  matchLocale: (tag) => LOCALES.find((locale) => tag?.split('-')[0] === locale),
  words: (locale) => (key, values) => {
    const found = key
      .split('.')
      .reduce<Tree | string | undefined>(
        (tree, part) => (typeof tree === 'object' ? tree[part] : undefined),
        trees.get(locale),
      )
    if (typeof found !== 'string') throw new Error(`no word ${key} in ${locale}`)
    return fill(found, values ?? {})
  },
}
