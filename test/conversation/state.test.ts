import { expect, test } from 'vitest'
import { parseState, type State } from '../../src/conversation/state.ts'

const state: State = {
  version: 1,
  locale: 'en',
  topic: 'ports',
  slots: { protocol: 'imap' },
  outcome: 'answer',
  picks: [
    { label: 'Server settings', text: 'What are the server settings?', topic: 'server-settings', slots: {} },
  ],
  causes: [],
  cause: 0,
  offered: false,
  lost: 0,
  turns: [],
}

test('a state that was stored is read again', () => {
  expect(parseState(JSON.parse(JSON.stringify(state)))).toEqual(state)
})

test.each([
  ['nothing', null],
  ['a state of an older program', { ...state, version: 0 }],
  ['half a state', { version: 1, locale: 'en' }],
  ['a text', 'state'],
  ['an outcome that does not exist', { ...state, outcome: 'maybe' }],
])('%s is dropped instead of believed', (_what, value) => {
  expect(parseState(value)).toBeNull()
})

test('an address in the slots does not come back', () => {
  const read = parseState({ ...state, slots: { ...state.slots, email: 'anna@example.org' } })
  expect(JSON.stringify(read)).not.toContain('anna')
})
