/** `/openapi.json`, made from the zod schemas that also check the requests. */
import { z } from 'zod'
import { problemSchema } from './problem.ts'
import { askAnswer, askRequest, feedbackRequest } from './schemas.ts'

/** An OpenAPI 3.1 document. */
export function openApiDocument(version: string): object {
  const json = (schema: z.ZodType, io: 'input' | 'output' = 'output') =>
    z.toJSONSchema(schema, { target: 'draft-2020-12', io })
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
  const problem = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: ref('Problem') } },
  })
  const errors = {
    400: problem('What was sent does not parse or fit'),
    413: problem('The body is over 64 KiB'),
    415: problem('The content type is not application/json'),
    429: {
      ...problem('Too many requests'),
      headers: { 'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } } },
    },
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mailsherpa',
      version,
      description: 'Answers questions on setting up e-mail, from the provider’s own facts.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths: {
      '/v1/ask': {
        post: {
          operationId: 'ask',
          summary: 'One question, one answer',
          requestBody: { required: true, content: { 'application/json': { schema: ref('AskRequest') } } },
          responses: {
            200: { description: 'The answer', content: { 'application/json': { schema: ref('Answer') } } },
            ...errors,
          },
        },
      },
      '/v1/feedback': {
        post: {
          operationId: 'feedback',
          summary: 'Was an answer helpful?',
          requestBody: {
            required: true,
            content: { 'application/json': { schema: ref('FeedbackRequest') } },
          },
          responses: { 204: { description: 'Recorded' }, 404: problem('No such answer is known'), ...errors },
        },
      },
      '/healthz': {
        get: {
          operationId: 'health',
          summary: 'The process lives',
          responses: { 200: { description: 'It does' } },
        },
      },
      '/readyz': {
        get: {
          operationId: 'ready',
          summary: 'Knowledge is loaded and the store can be reached',
          responses: { 200: { description: 'Ready' }, 503: { description: 'Not ready; says why' } },
        },
      },
    },
    components: {
      schemas: {
        AskRequest: json(askRequest, 'input'),
        Answer: json(askAnswer),
        FeedbackRequest: json(feedbackRequest, 'input'),
        Problem: json(problemSchema),
      },
    },
  }
}
