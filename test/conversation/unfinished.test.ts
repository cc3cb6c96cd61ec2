/** What short messages mean after the one before, over the real knowledge. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Answered, type Answerer, createAnswerer } from '../../src/answerer.ts'
import type { State } from '../../src/conversation/state.ts'
import { holdsPassword, redact } from '../../src/privacy/redact.ts'
import { knowledgeOf } from '../support/bot.ts'

let answerer: Answerer
beforeAll(() => {
  answerer = createAnswerer(knowledgeOf(), { holdsPassword, redact: (text) => redact(text).text })
})

function converse(...texts: string[]): Answered {
  let state: State | null = null
  let last: Answered | undefined
  for (const text of texts) {
    last = answerer.answer({ text }, state)
    state = last.state
  }
  return last!
}

describe('a short message goes on from the answer before it', () => {
  test.each([
    ['the other way of a trouble', ['I cannot send mail', 'sorry, receiving'], 'cannot-receive'],
    ['the other way of a trouble, in French', ['je ne reçois plus rien', "l'envoi"], 'cannot-send'],
    ['the name of one setting', ['what is the server for imap?', 'and the username?'], 'server-settings'],
    ['the password among the settings', ['server settings', 'and the password?'], 'server-settings'],
    ['where to do it', ['which smtp server', 'where do I change that?'], 'server-settings'],
    ['a port that may be blocked', ['quel port smtp ?', "et s'il est bloqué ?"], 'port-blocked'],
    ['the protocol of a port', ['port 465', "c'est pour quel protocole ?"], 'port-meaning'],
    ['the port of the other protocol', ['port 993', 'and the one for smtp'], 'ports'],
    ['why messages are gone', ['my messages are gone', 'I use pop3 on two computers'], 'pop-leave-copy'],
    [
      'what comes next',
      ["on m'a piraté ma messagerie", "j'ai changé le mot de passe, et maintenant ?"],
      'account-compromised',
    ],
  ])('%s', (_, texts, topic) => {
    const { answer } = converse(...texts)
    expect([answer.outcome, answer.topic]).toEqual(['answer', topic])
  })

  test('the other way of an answer about ports leaves the first protocol behind', () => {
    const { answer } = converse('which port for imap', 'and for sending?')
    expect(answer.topic).toBe('ports')
    expect(answer.slots).not.toHaveProperty('protocol')
    expect(answer.facts.map((fact) => fact.protocol)).toEqual(expect.arrayContaining(['smtp']))
    expect(answer.facts.map((fact) => fact.protocol)).not.toContain('imap')
  })

  test.each(['no, it is just refused', 'but it is the right one'])('"%s" shows the next cause', (text) => {
    const first = converse('my password is refused')
    const next = answerer.answer({ text }, first.state)
    expect(next.via).toBe('still-not')
    expect(next.answer.blocks[0]).not.toEqual(first.answer.blocks[0])
  })

  test('a device corrected is the same program there, and one more device is the device', () => {
    expect(converse('set up Outlook', 'I meant the one on my Mac').answer.slots.client).toBe('outlook-mac')
    expect(converse('set up Outlook', 'and on my iPhone?').answer.slots.client).toBe('iphone')
  })

  test.each([
    ['I cannot send mail', 'tell me a joke'],
    ['I cannot send mail', 'what is the capital of France'],
    ['which port for imap', 'et une pizza ?'],
  ])('after "%s", "%s" is not answered', (first, second) => {
    expect(converse(first, second).answer.outcome).toBe('unknown')
  })
})

describe('two messages that say too little alone are read as one', () => {
  test.each([
    [['my mail does not work', 'receiving'], 'cannot-receive'],
    [['mon mail marche pas', "l'envoi"], 'cannot-send'],
  ])('%j', (texts, topic) => {
    expect(converse(...texts).answer.topic).toBe(topic)
  })

  test('but not when the first is about something else', () => {
    expect(converse('my parcel has not arrived', 'sending').answer.outcome).toBe('unknown')
  })
})

describe('an answer remarks on every port that the question names', () => {
  const states = (...texts: string[]) => converse(...texts).answer.facts.map((fact) => fact.port)

  test('several ports are all explained', () => {
    expect(states('port 2525 ou 25, qui est qui ?')).toEqual(expect.arrayContaining([2525, 25]))
  })

  test('an unencrypted one in the settings is named with its warning', () => {
    const { answer } = converse('outgoing server settings, it says port 25')
    expect(answer.facts.map((fact) => fact.port)).toContain(25)
    expect(answer.warnings.map((warning) => warning.code)).toContain('unencrypted')
  })

  test('a network that blocks sending gets the alternate port', () => {
    expect(states("I can't send, they say port 25 isn't permitted here")).toContain(2525)
  })

  test('STARTTLS on a port is said not to be offered', () => {
    const { answer } = converse('starttls on 143 possible?')
    expect(answer.text).toContain('STARTTLS')
  })

  test('a choice keeps the code that was asked about', () => {
    const asked = converse('450 greylisted pk')
    const picked = asked.answer.options[0]
      ? answerer.answer({ text: asked.answer.options[0].text }, asked.state)
      : asked
    expect(picked.answer.slots.code).toBe('450')
  })
})
