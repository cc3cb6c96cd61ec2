/** What the real knowledge makes of questions: slots, candidates in their order, and what refuses an answer. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { CLARIFY_MARGIN, confidenceOf, decide } from '../../src/understanding/decide.ts'
import { createUnderstanding, type Understanding } from '../../src/understanding/understand.ts'
import { knowledgeOf } from '../support/bot.ts'

let understanding: Understanding
beforeAll(() => {
  understanding = createUnderstanding(knowledgeOf())
})
const said = (text: string) => understanding.read(text).said.slots
const decided = (text: string) => decide(understanding.read(text))
const topicOf = (text: string) => {
  const decision = decided(text)
  return decision.kind === 'topic' ? decision.candidate.topic : decision.kind
}

describe('what a question says outright is read', () => {
  test.each([
    ['not POP, the IMAP port', { protocol: 'imap' }],
    ['IMAP or POP3?', { protocol: ['imap', 'pop3'] }],
    ['POP3 instead of IMAP', { protocol: 'pop3' }],
    ['imaps', { protocol: 'imap', security: 'ssl' }],
    ['pas POP, le port IMAP', { protocol: 'imap' }],
    ['port 993', { port: 993 }],
    ['imap.example.org:993', { port: 993 }],
    ['is 2525 possible', { port: 2525 }],
    ['error 0x800CCC0F in Outlook', { code: '0x800CCC0F', client: 'outlook' }],
    ['550 5.1.1 user unknown', { code: '5.1.1' }],
    ['error 535', { code: '535' }],
    ['Thunderbird on my laptop', { client: 'thunderbird' }],
    ['465 fails', { port: 465 }],
    ['my address is anna.muster@example.org', { email: 'anna.muster@example.org' }],
    ['server settings without encryption', { security: 'none' }],
    ['STARTTLS?', { security: 'starttls' }],
  ])('%s', (text, slots) => {
    expect(said(text)).toMatchObject(slots)
  })

  test.each([
    ['an attachment of 25 MB', 'port'],
    ['I have 110 messages', 'port'],
    ['Thunderbird 115.3', 'port'],
    ['since 2025', 'port'],
    ['incoming mail', 'protocol'],
  ] as const)('in "%s" there is no %s', (text, slot) => {
    expect(said(text)).not.toHaveProperty(slot)
  })

  test('a code is shown back with the capitals that it was written with', () => {
    expect(said('0x800ccc0f error').code).toBe('0x800ccc0f')
    expect(said('0X800CCC0F error').code).toBe('0X800CCC0F')
  })
})

describe('a question is answered, and the one beside it is not', () => {
  test.each([
    ['which port for IMAP?', 'ports', 'which USB port is the fast one?'],
    ['I cannot send mail', 'cannot-send', 'WhatsApp messages are not sent'],
    ['my password is refused', 'login-failed', 'my credit card is refused'],
    ['how do I add my account to Thunderbird?', 'client-setup', 'how do I change the colour of Thunderbird?'],
    ['my mailbox is full', 'mailbox-full', 'my fridge is full'],
    ['quel port pour IMAP ?', 'ports', 'quel port USB choisir ?'],
    ['je ne peux pas envoyer de mails', 'cannot-send', 'je ne peux pas imprimer mes mails'],
  ])('%s → %s, but not: %s', (ours, topic, other) => {
    expect(topicOf(ours)).toBe(topic)
    expect(decided(other).kind).toBe('unknown')
  })

  test.each([
    ['I still cannot send mail', 'cannot-send'],
    ['it still does not receive anything', 'cannot-receive'],
    ['je ne peux toujours pas envoyer de mails', 'cannot-send'],
  ])('trouble that goes on is trouble: %s', (text, topic) => {
    expect(topicOf(text)).toBe(topic)
  })

  test.each([
    ['I put 587 like google told me and it just hangs', 'port-meaning'],
    ['tried 465, does nothing', 'port-meaning'],
    ['what do i type for incoming and outgoing?', 'server-settings'],
    ['je mets quoi pour le courrier entrant et le courrier sortant ?', 'server-settings'],
    ['all my mails vanished from the phone after i opened them on the pc, its pop3', 'pop-leave-copy'],
    ['serveur imap', 'server-settings'],
    ['smtp server', 'server-settings'],
    ['settings please', 'server-settings'],
  ])('people name the thing and leave out the rest: %s', (text, topic) => {
    expect(topicOf(text)).toBe(topic)
  })

  test('what is said to work is no trouble', () => {
    expect(topicOf('I can receive but not send')).toBe('cannot-send')
    expect(topicOf('I can send but not receive')).toBe('cannot-receive')
    expect(topicOf('je peux recevoir mais pas envoyer')).toBe('cannot-send')
    expect(topicOf('je peux envoyer mais pas recevoir')).toBe('cannot-receive')
  })
})

describe('damaged words are understood', () => {
  test.each([
    ['wich port for imap', 'ports'],
    ['I cant send emials', 'cannot-send'],
    ['my pasword is not accepted', 'login-failed'],
    ['WHICH PORT FOR IMAP', 'ports'],
    ['which port for imap'.replaceAll('', '\u200b'), 'ports'],
    ['je recois pas mes mails', 'cannot-receive'],
    ['boite mail pleine', 'mailbox-full'],
  ])('%s', (text, topic) => {
    expect(topicOf(text)).toBe(topic)
  })
})

describe('the decision', () => {
  test('greets only when nothing else is said', () => {
    expect(topicOf('hello')).toBe('greeting')
    expect(topicOf('hello, which port for IMAP?')).toBe('ports')
    expect(topicOf('thanks')).toBe('thanks')
    expect(topicOf('thanks, but I still cannot send mail')).toBe('cannot-send')
  })

  test('asks back only where two topics are nearer to each other than the margin', () => {
    const texts = [
      'mail',
      'problem with mail',
      'spam',
      'settings',
      'error',
      'it does not work',
      'help with my account',
    ]
    for (const text of texts) {
      const decision = decided(text)
      if (decision.kind !== 'clarify') continue
      expect(decision.candidates.length).toBeGreaterThan(1)
      expect(decision.candidates.length).toBeLessThanOrEqual(4)
      expect(decision.candidates[0]!.score - decision.candidates[1]!.score).toBeLessThan(CLARIFY_MARGIN)
    }
  })

  test('is surer the higher the score and the farther the runner-up', () => {
    expect(confidenceOf(0.9, 0.2)).toBeGreaterThan(confidenceOf(0.6, 0.2))
    expect(confidenceOf(0.8, 0.2)).toBeGreaterThan(confidenceOf(0.8, 0.75))
    for (const score of [0, 0.5, 1])
      for (const rival of [0, 0.5, 1]) {
        expect(confidenceOf(score, rival)).toBeGreaterThanOrEqual(0)
        expect(confidenceOf(score, rival)).toBeLessThanOrEqual(1)
      }
  })

  test.each(['', ' ', '?!', '🙂🙂🙂', '\u200b', 'qwxz plorf grmbl'])('refuses %j', (text) => {
    expect(decided(text).kind).toBe('unknown')
  })
})

test('the same text is read the same, whatever was read before', () => {
  const texts = ['which port for IMAP?', 'je ne peux pas envoyer', 'pasword', 'I can recieve but not send']
  const read = (text: string) => understanding.read(text).candidates.map(({ topic, score }) => [topic, score])
  const first = texts.map(read)
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (other) => {
      understanding.read(other)
    }),
    { numRuns: 50 },
  )
  expect(texts.map(read)).toEqual(first)
})

test('every phrase of the knowledge finds its topic first or is asked about', () => {
  const knowledge = knowledgeOf()
  const missed: string[] = []
  for (const id of knowledge.answersIn)
    for (const [topic, words] of knowledge.languages.get(id)!.topics)
      for (const phrase of words.phrases) {
        const best = understanding.read(phrase).candidates.find((candidate) => !candidate.elsewhere)
        if (best?.topic !== topic) missed.push(`${id} ${topic}: ${phrase} → ${best?.topic}`)
      }
  expect(missed).toEqual([])
})
