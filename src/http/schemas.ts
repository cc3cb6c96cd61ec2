/** Requests and answers of `/v1`, for checking and for `/openapi.json`. The shapes are the contract's. */
import { z } from 'zod'
import { LONGEST_QUESTION, OUTCOMES, PROTOCOLS, SECURITIES } from '../message.ts'

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

export const askRequest = z.object({
  text: z.string().trim().min(1).max(LONGEST_QUESTION).describe('The user’s own words'),
  locale: z
    .string()
    .max(64)
    .refine(isLanguageTag, 'must be a BCP 47 language tag such as "fr" or "en-GB"')
    .optional()
    .describe('The language to answer in'),
  conversationId: z
    .string()
    .regex(/^[A-Za-z0-9._:-]{1,128}$/, 'must be 1 to 128 of A-Z a-z 0-9 . _ : -')
    .optional()
    .describe('Ties follow-ups together; send back the one of the last answer'),
})

const slots = z.object({
  protocol: z.union([z.enum(PROTOCOLS), z.array(z.enum(PROTOCOLS))]).optional(),
  security: z.enum(SECURITIES).optional(),
  port: z.int().optional(),
  client: z.string().optional(),
  code: z.string().optional(),
  term: z.string().optional(),
  email: z.string().optional(),
  devices: z.enum(['one', 'several']).optional(),
})

export const askAnswer = z.object({
  id: z.string().describe('Names this answer, for feedback'),
  conversationId: z.string(),
  locale: z.string(),
  outcome: z.enum(OUTCOMES),
  topic: z.string().nullable(),
  slots,
  confidence: z.number().min(0).max(1),
  text: z.string().describe('The whole answer as plain text'),
  markdown: z.string().describe('The same as CommonMark'),
  facts: z.array(
    z.object({
      protocol: z.enum(PROTOCOLS),
      port: z.int(),
      security: z.enum(SECURITIES),
      status: z.enum(['supported', 'recommended']),
    }),
  ),
  warnings: z.array(z.object({ code: z.string(), text: z.string() })),
  options: z.array(z.object({ label: z.string(), text: z.string() })),
  sources: z.array(z.object({ title: z.string(), url: z.string() })),
})

export const feedbackRequest = z.object({
  answerId: z.string().min(1).max(128),
  helpful: z.boolean(),
  comment: z.string().max(4000).optional(),
})
