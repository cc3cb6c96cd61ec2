/** Messages that mean something only in the light of the one before. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Answered, type Answerer, createAnswerer } from '../../src/answerer.ts'
import { MOST_TURNS, type State } from '../../src/conversation/state.ts'
import { knowledgeOf } from '../support/bot.ts'

let answerer: Answerer
beforeAll(() => {
  const redact = (text: string) => text.replaceAll('secret', '***')
  answerer = createAnswerer(knowledgeOf(), { holdsPassword: () => false, redact })
})

/** Every answer of a conversation. */
function talk(...texts: string[]): Answered[] {
  let state: State | null = null
  return texts.map((text) => {
    const answered = answerer.answer({ text }, state)
    state = answered.state
    return answered
  })
}
const last = (...texts: string[]) => talk(...texts).at(-1)!

describe('a message that names one thing asks the last question again', () => {
  test.each([
    [['which port for IMAP?', 'and for POP3?'], 'ports', { protocol: 'pop3' }, 995],
    [['which port for IMAP?', 'and SMTP?'], 'ports', { protocol: 'smtp' }, 465],
    [['which port for IMAP?', 'without SSL?'], 'ports', { protocol: 'imap', security: 'none' }, 143],
    [['quel port pour IMAP ?', 'et pour POP3 ?'], 'ports', { protocol: 'pop3' }, 995],
    [['quel port pour IMAP ?', 'et sans SSL ?'], 'ports', { protocol: 'imap', security: 'none' }, 143],
    [['how do I set up Outlook?', 'and on my iPhone?'], 'client-setup', { client: 'iphone' }, 993],
  ])('%j', (texts, topic, slots, port) => {
    const { answer } = last(...texts)
    expect(answer).toMatchObject({ topic, slots })
    expect(answer.facts.map((fact) => fact.port)).toContain(port)
  })

  test('what was said before stays until something else is said', () => {
    const answers = talk('which port for POP3?', 'without SSL?', 'and for IMAP?')
    expect(answers[1]!.answer.slots).toMatchObject({ protocol: 'pop3', security: 'none' })
    expect(answers[2]!.answer.slots).toMatchObject({ protocol: 'imap' })
  })
})

describe('a message that stands on its own is a new question', () => {
  test.each([
    [['which port for IMAP?', 'I cannot send mail'], 'cannot-send'],
    [['I cannot send mail', 'my mailbox is full'], 'mailbox-full'],
    [['which port for IMAP?', 'what does 550 5.1.1 mean?'], 'error-code'],
    [['je ne peux pas envoyer', 'ma boîte est pleine'], 'mailbox-full'],
  ])('%j', (texts, topic) => {
    expect(last(...texts).answer.topic).toBe(topic)
  })
})

describe('"still does not work"', () => {
  test.each([
    ['en', 'I cannot send mail', 'it still does not work'],
    ['fr', 'je ne peux pas envoyer de mails', 'ça ne marche toujours pas'],
  ])(
    'goes on to the next likeliest cause, never the same again, and then to a person (%s)',
    (_in, first, still) => {
      const count = last(first).state.causes.length
      expect(count).toBeGreaterThan(2)
      const answers = talk(first, ...Array<string>(count).fill(still))
      const leads = answers.map(({ answer }) => JSON.stringify(answer.blocks[0]))
      expect(new Set(leads).size).toBe(count + 1)
      expect(answers.slice(0, count).map(({ answer }) => answer.outcome)).toEqual(Array(count).fill('answer'))
      expect(answers.at(-1)!.answer.outcome).toBe('handoff')
    },
  )

  test('after a guide asks what goes wrong', () => {
    const { answer } = last('how do I set up Thunderbird?', 'it still does not work')
    expect(answer.outcome).toBe('clarify')
    expect(answer.options.length).toBeGreaterThan(1)
  })

  test('by its button means the same as in words', () => {
    const { answer, state } = last('I cannot send mail')
    const pressed = answerer.answer({ text: answer.options[0]!.text }, state).answer
    expect(pressed.blocks).toEqual(last('I cannot send mail', 'it still does not work').answer.blocks)
  })
})

describe('a choice', () => {
  const asked = ['which port for IMAP?', 'it still does not work'] as const

  test.each([
    ['by its text', (option: { text: string }) => option.text],
    ['by its label', (option: { label: string }) => option.label],
    ['by its place', () => 'the second one'],
    ['by its number', () => '2'],
    ['by its place in French', () => 'le deuxième'],
  ])('is taken %s', (_how, choose) => {
    const { answer, state } = last(...asked)
    const text = choose(answer.options[1]!)
    expect(answerer.answer({ text }, state).answer.topic).toBe(state.picks[1]!.topic)
  })

  test.each([
    'which port for IMAP?',
    'I cannot send mail',
    'how do I set up Outlook?',
    'should I use POP or IMAP?',
    'hello',
    'what is the capital of France?',
    'quel port pour IMAP ?',
    'je ne peux pas envoyer de mails',
  ])('every option under the answer to "%s" leads to its topic', (text) => {
    const { answer, state } = last(text)
    expect(answer.options.length).toBeGreaterThan(0)
    for (const [index, option] of answer.options.entries())
      expect(answerer.answer({ text: option.text }, state).answer.topic, option.text).toBe(
        state.picks[index]!.topic,
      )
  })

  test('the same is not asked twice in a row', () => {
    const [, first, second] = talk(...asked, asked[1])
    expect(first!.answer.outcome).toBe('clarify')
    expect(second!.answer.outcome).not.toBe('clarify')
  })
})

describe('an offer of a person', () => {
  test.each([
    ['yes please', 'handoff'],
    ['oui', 'handoff'],
    ['no thanks', 'smalltalk'],
    ['which port for IMAP?', 'answer'],
  ])('answered with %j leads to %s', (text, outcome) => {
    expect(last('what is the capital of France?', text).answer.outcome).toBe(outcome)
  })

  test('that nobody made is not accepted', () => {
    expect(last('which port for IMAP?', 'yes').answer.outcome).not.toBe('handoff')
    expect(last('yes').answer.outcome).not.toBe('handoff')
  })
})

describe('what is remembered', () => {
  test('are the last exchanges, redacted, the oldest dropped first', () => {
    const questions = Array.from(
      { length: MOST_TURNS + 3 },
      (_, index) => `secret ${index}: which port for IMAP?`,
    )
    const { state } = last(...questions)
    expect(state.turns).toHaveLength(MOST_TURNS)
    expect(state.turns[0]!.question).toContain('*** 3')
    expect(JSON.stringify(state)).not.toContain('secret')
  })

  test('survives small talk', () => {
    expect(last('which port for IMAP?', 'thanks', 'and for POP3?').answer).toMatchObject({ topic: 'ports' })
  })
})
