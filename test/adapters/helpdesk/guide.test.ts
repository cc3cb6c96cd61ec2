import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { adapter as chatwoot } from '../../../adapters/chatwoot/index.ts'
import { adapter as helpdesk } from '../../../adapters/helpdesk/index.ts'
import { guideBlocks as blocks, GUIDE, ROOT } from './guide.ts'

describe('docs/helpdesk.md', () => {
  test('shows events as they are', async () => {
    const [answered, handoff] = blocks('json').map(
      (block) => JSON.parse(block) as { type: string; data: object },
    )
    expect(answered).toMatchObject({ type: 'message.answered' })
    expect(Object.keys(answered!.data)).toEqual(['conversationId', 'answer'])
    expect(handoff).toMatchObject({ type: 'handoff.requested' })
    expect(Object.keys(handoff!.data)).toEqual([
      'id',
      'conversationId',
      'from',
      'locale',
      'contact',
      'conversation',
    ])
  })

  test('names every variable of both adapters, and none that is not there', () => {
    const known = [...Object.keys(helpdesk.settings.shape), ...Object.keys(chatwoot.settings.shape)]
    for (const name of known) expect(GUIDE, name).toContain(name)
    const named = GUIDE.match(/\b(?:HELPDESK|WIDGET|WHMCS|CHATWOOT)_[A-Z_]+/g)!.filter(
      (name) => !name.endsWith('_'),
    )
    expect(named.filter((name) => !known.includes(name))).toEqual([])
  })

  test('names every attribute of the line, and none that is not there', () => {
    const source = readFileSync(join(ROOT, 'adapters/helpdesk/widget/main.ts'), 'utf8')
    const read = /const \{ (.*) \} = script\.dataset/
      .exec(source)![1]!
      .split(', ')
      .map((name) => `data-${name}`)
    const named = [...GUIDE.matchAll(/^\| `(data-[a-z]+)` \|/gm)].map((match) => match[1])
    expect(named.sort()).toEqual(read.sort())
  })

  test('names every constant of the hook file', () => {
    const source = readFileSync(join(ROOT, 'adapters/helpdesk/whmcs/mailsherpa.php'), 'utf8')
    for (const name of ['MAILSHERPA_URL', 'MAILSHERPA_SECRET', 'MAILSHERPA_COLOR']) {
      expect(source).toContain(`const ${name} = `)
      expect(GUIDE).toContain(name)
    }
  })
})
