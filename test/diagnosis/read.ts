/** The shipped knowledge, read once for the tests of the diagnosis, and the vocabulary of its patterns. */
import { fileURLToPath } from 'node:url'
import { ANYTHING, parsePattern } from '../../src/diagnosis/patterns.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'

export const knowledge = loadKnowledge({
  directory: fileURLToPath(new URL('../../knowledge', import.meta.url)),
  provider: 'default',
})

/** The words that entries wait for, each once: what a text can be made of that gives the most work. */
export const vocabulary = [
  ...new Set(
    knowledge.codes
      .flatMap(({ words, inReport, besideCode }) => [...words, ...inReport, ...besideCode])
      .flatMap((pattern) => parsePattern(pattern).flatMap(({ wordings }) => wordings.flat()))
      .filter((word) => word !== ANYTHING)
      .map((word) => word.replace('*', '')),
  ),
]
