import { expect, test } from 'vitest'
import { createPhraseIndex } from '../../src/understanding/phrases.ts'

const index = createPhraseIndex([
  { topic: 'ports', phrase: 'which port for imap', features: ['which', 'port', 'protocol:imap'] },
  { topic: 'ports', phrase: 'port with ssl', features: ['port', 'security:ssl'] },
  { topic: 'cannot-send', phrase: 'sending fails', features: ['send', 'stuck'] },
  { topic: 'login-failed', phrase: 'password refused', features: ['password', 'refuse'] },
])

test('the same things said are as like as can be', () => {
  expect(index.find(['which', 'port', 'protocol:imap'])[0]).toMatchObject({
    topic: 'ports',
    likeness: expect.closeTo(1),
  })
})

test('each topic is found once, by its likest phrase', () => {
  const found = index.find(['port', 'security:ssl', 'which', 'protocol:imap'])
  expect(found.map((one) => one.topic)).toEqual(['ports'])
})

test('one thing in common says nothing', () => {
  expect(index.find(['port'])).toEqual([])
  expect(index.find(['send', 'word:weather'])).toEqual([])
})

test('what else a question says makes it less like', () => {
  const [plain] = index.find(['send', 'stuck'])
  const [more] = index.find(['send', 'stuck', 'word:invoice', 'word:printer'])
  expect(more!.likeness).toBeLessThan(plain!.likeness)
})
