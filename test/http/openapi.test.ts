/** `/openapi.json` describes what is there, and is what it says it is. */
import { Validator } from '@seriousme/openapi-schema-validator'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestBot, type TestBot } from '../support/bot.ts'

interface Document {
  openapi: string
  paths: Record<string, Record<string, { responses: Record<string, object> }>>
  components: { schemas: Record<string, object> }
}

let bot: TestBot
let base: string
let document: Document
beforeAll(async () => {
  bot = await startTestBot()
  base = await bot.listen()
  document = (await (await fetch(`${base}/openapi.json`)).json()) as Document
})
afterAll(() => bot.close())

test('it is a valid OpenAPI 3.1 document', async () => {
  expect(document.openapi).toMatch(/^3\.1\./)
  const { valid, errors } = await new Validator().validate(
    structuredClone(document) as object as Record<string, unknown>,
  )
  expect(errors ?? []).toEqual([])
  expect(valid).toBe(true)
})

test('it names every path and status of the contract', () => {
  expect(Object.keys(document.paths['/v1/ask']!.post!.responses)).toEqual(
    expect.arrayContaining(['200', '400', '413', '415', '429']),
  )
  expect(Object.keys(document.paths['/v1/feedback']!.post!.responses)).toEqual(
    expect.arrayContaining(['204', '400', '404', '413', '415', '429']),
  )
})

test('what is sent and what comes back fits its schemas', async () => {
  const ajv = addFormats.default(new Ajv2020.default({ strict: false }))
  for (const [name, schema] of Object.entries(document.components.schemas)) ajv.addSchema(schema, name)
  const fits = (name: string, value: unknown) => {
    const valid = ajv.validate(name, value)
    expect(ajv.errors ?? []).toEqual([])
    return valid
  }
  for (const text of [
    'which port for IMAP?',
    'hello',
    'qwxz',
    'I want to talk to a person',
    'quel port pour POP3 ?',
  ]) {
    const request = { text, locale: 'en' }
    expect(fits('AskRequest', request)).toBe(true)
    const response = await fetch(`${base}/v1/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    })
    expect(fits('Answer', await response.json())).toBe(true)
  }
  const refused = await fetch(`${base}/v1/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect(fits('Problem', await refused.json())).toBe(true)
  expect(ajv.validate('AskRequest', { text: '' })).toBe(false)
  expect(ajv.validate('FeedbackRequest', { answerId: 'a' })).toBe(false)
})
