/** What each composer says, under the provider that ships and under the one that does what the other does not. */
import { describe, expect, test } from 'vitest'
import { compose } from '../../src/answering/compose.ts'
import type { Ask, Draft } from '../../src/answering/draft.ts'
import { plainText } from '../../src/answering/text.ts'
import { knowledgeOf } from '../support/bot.ts'

type Asked = Partial<Omit<Ask, 'topic' | 'has'>> & { has?: string[]; provider?: string; locale?: string }

// Reading the knowledge is no part of the first test.
for (const provider of ['default', 'starttls']) knowledgeOf(provider)

function draftOf(topic: string, { provider, locale, has = [], ...ask }: Asked = {}): Draft {
  const full: Ask = {
    topic,
    slots: {},
    cause: 0,
    messages: [],
    ...ask,
    has: (meaning) => has.includes(meaning),
  }
  return compose(knowledgeOf(provider), locale ?? 'en', full).draft
}
const leadOf = (draft: Draft) => ('text' in draft.blocks[0]! ? plainText(draft.blocks[0].text) : '')
const portsOf = (draft: Draft) => draft.facts.map((fact) => fact.port)
const warningsOf = (draft: Draft) => draft.warnings.map((warning) => warning.code)
const settingsOf = (draft: Draft) =>
  draft.blocks.flatMap((block) => (block.kind === 'settings' ? block.rows.map((row) => row.value) : []))
const starttls = { provider: 'starttls' }

describe('ports', () => {
  test('the recommended one of a protocol comes first, the others in the table', () => {
    expect(leadOf(draftOf('ports', { slots: { protocol: 'imap' } }))).toContain('993')
    expect(portsOf(draftOf('ports', { slots: { protocol: 'smtp' } }))).toEqual([465, 25, 2525])
    expect(portsOf(draftOf('ports', { slots: { protocol: 'smtp' }, ...starttls }))).toEqual([587, 465])
  })

  test('all of them when no protocol is named, one for each', () => {
    expect(portsOf(draftOf('ports')).sort()).toEqual([465, 993, 995])
    expect(portsOf(draftOf('ports', starttls)).sort()).toEqual([587, 993, 995])
  })

  test('those of one direction', () => {
    expect(portsOf(draftOf('ports', { direction: 'outgoing' }))).toContain(465)
    expect(portsOf(draftOf('ports', { direction: 'outgoing' }))).not.toContain(993)
    expect(portsOf(draftOf('ports', { direction: 'incoming' })).sort()).toEqual([993, 995])
  })

  test('an unencrypted port is named with the better one, and with its warning', () => {
    const draft = draftOf('ports', { slots: { protocol: 'pop3', security: 'none' } })
    expect(portsOf(draft)).toEqual(expect.arrayContaining([110, 995]))
    expect(warningsOf(draft)).toContain('unencrypted')
  })

  test('what is not offered is denied in the first line, with what to use instead', () => {
    const draft = draftOf('ports', { slots: { protocol: 'smtp', security: 'starttls' } })
    expect(leadOf(draft)).toMatch(/does not offer STARTTLS for SMTP.*465/)
    expect(warningsOf(draft)).toContain('starttls-not-offered')
    const offered = draftOf('ports', { slots: { protocol: 'smtp', security: 'starttls' }, ...starttls })
    expect(leadOf(offered)).toContain('587')
    expect(warningsOf(offered)).toEqual([])
    const plain = draftOf('ports', { slots: { protocol: 'imap', security: 'none' }, ...starttls })
    expect(leadOf(plain)).toContain('does not offer')
    expect(portsOf(plain)).toEqual([993])
  })
})

describe('what one port is for', () => {
  test.each([
    [993, undefined, /993 is for IMAP with SSL/],
    [143, undefined, /143 is for IMAP without encryption/],
    [143, 'starttls', /143 is for IMAP with STARTTLS/],
    [2525, undefined, /2525 is the alternate/],
    [2525, 'starttls', /does not offer port 2525/],
    [587, undefined, /does not offer port 587.*465/],
    [587, 'starttls', /587 is for SMTP with STARTTLS/],
    [12_345, undefined, /12345 is not a mail port/],
  ])('%d under %s', (port, provider, lead) => {
    expect(leadOf(draftOf('port-meaning', { slots: { port }, ...(provider ? { provider } : {}) }))).toMatch(
      lead,
    )
  })

  test('the reason stands in the provider’s file', () => {
    const texts = (locale: string) =>
      draftOf('port-meaning', { slots: { port: 587 }, locale }).blocks.flatMap((block) =>
        'text' in block ? [plainText(block.text)] : [],
      )
    expect(texts('en')).toContain(knowledgeOf().provider.notOffered[1]!.reason.en)
    expect(texts('fr')).toContain(knowledgeOf().provider.notOffered[1]!.reason.fr)
  })

  test('without a number it is asked for', () => {
    expect(leadOf(draftOf('port-meaning'))).toMatch(/\?$/)
  })
})

describe('encryption', () => {
  test('says that menus mean different things by SSL, TLS and STARTTLS', () => {
    for (const provider of ['default', 'starttls'])
      for (const security of [undefined, 'ssl', 'starttls', 'none'] as const) {
        const { blocks } = draftOf('encryption', { provider, slots: security ? { security } : {} })
        expect(JSON.stringify(blocks)).toMatch(/STARTTLS/)
      }
  })

  test('offers STARTTLS only where it is offered', () => {
    expect(leadOf(draftOf('encryption', { slots: { security: 'starttls' } }))).toMatch(/^No/)
    expect(leadOf(draftOf('encryption', { slots: { security: 'starttls' }, ...starttls }))).toMatch(/^Yes/)
  })
})

describe('server settings', () => {
  test('are for receiving and sending, with the user name and no password', () => {
    const values = settingsOf(draftOf('server-settings'))
    expect(values).toEqual(expect.arrayContaining(['993', '465', 'mail.your-domain']))
    expect(values).not.toContain('995')
  })

  test('are personal when an address is given', () => {
    const values = settingsOf(
      draftOf('server-settings', { slots: { email: 'anna@example.org' }, domain: 'example.org' }),
    )
    expect(values).toEqual(expect.arrayContaining(['mail.example.org', 'anna@example.org']))
    expect(values.join()).not.toContain('your-domain')
  })

  test('of one protocol for receiving come with those for sending', () => {
    expect(portsOf(draftOf('server-settings', { slots: { protocol: 'pop3' } }))).toEqual([995, 465])
    expect(portsOf(draftOf('server-settings', { slots: { protocol: 'smtp' } }))).toEqual([465])
  })

  test('of another provider have its hosts', () => {
    expect(settingsOf(draftOf('server-settings', starttls))).toEqual(
      expect.arrayContaining(['imap.your-domain', 'smtp.your-domain', '587']),
    )
  })
})

describe('setting up a program', () => {
  test('shows its menus with the settings in its own words', () => {
    const { blocks } = draftOf('client-setup', { slots: { client: 'thunderbird' } })
    const steps = blocks.find((block) => block.kind === 'steps')
    const text = JSON.stringify(steps)
    expect(text).toContain('993')
    expect(text).toContain('465')
  })

  test('every program that takes servers has steps for them, in every language, under both providers', () => {
    for (const provider of ['default', 'starttls'])
      for (const [client, { manualSettings }] of knowledgeOf(provider).clients)
        for (const locale of ['en', 'fr'])
          for (const protocol of ['imap', 'pop3'] as const) {
            const draft = draftOf('client-setup', { provider, locale, slots: { client, protocol } })
            const hasSteps = draft.blocks.some((block) => block.kind === 'steps')
            // A program that takes no servers gets no steps to type them.
            expect(hasSteps, `${client} ${locale}`).toBe(manualSettings)
            expect(draft.facts.length > 0, `${client} ${locale}`).toBe(manualSettings)
          }
  })

  test('with POP3 it warns that mail may be gone from the server', () => {
    const draft = draftOf('client-setup', { slots: { client: 'thunderbird', protocol: 'pop3' } })
    expect(warningsOf(draft)).toContain('pop-removes-mail')
  })

  test('without a program it asks which, and gives the settings meanwhile', () => {
    const { draft, picks } = compose(knowledgeOf(), 'en', {
      topic: 'client-setup',
      slots: {},
      cause: 0,
      messages: [],
      has: () => false,
    })
    expect(settingsOf(draft)).toContain('993')
    expect(picks.map((pick) => pick.slots.client)).toContain('thunderbird')
  })
})

describe('codes', () => {
  test.each(['550', '5.1.1', '4.2.2', '0x800CCC0F'])(
    '%s is named in the first line, with who must act',
    (code) => {
      const draft = draftOf('error-code', { slots: { code } })
      expect(leadOf(draft)).toContain(code)
      expect(draft.blocks.some((block) => block.kind === 'steps')).toBe(true)
      expect(draft.sources.length).toBeGreaterThan(0)
    },
  )

  test('an enhanced code means the same in each class, but says how final it is', () => {
    const hints = (code: string) =>
      draftOf('error-code', { slots: { code } }).blocks.flatMap((block) =>
        block.kind === 'hint' ? [plainText(block.text)] : [],
      )
    expect(hints('4.2.2').join()).toContain('tried again')
    expect(hints('5.2.2').join()).toContain('not be sent again')
  })

  test('a code that nobody knows is no guess', () => {
    const draft = draftOf('error-code', { slots: { code: '999999' } })
    expect(JSON.stringify(draft.blocks)).toContain('999999')
    expect(draft.facts).toEqual([])
  })

  test('every code of the knowledge is explained in every language', () => {
    const { codes } = knowledgeOf()
    for (const code of codes.filter((one) => one.kind !== 'message'))
      for (const locale of ['en', 'fr'])
        for (const match of code.match)
          expect(
            leadOf(draftOf('error-code', { slots: { code: match.replace(/^X/, '5') }, locale })).length,
          ).toBeGreaterThan(3)
  })
})

describe('trouble', () => {
  test('begins with the cause that the question names', () => {
    const orders = ['cannot-send', 'cannot-receive', 'login-failed'].flatMap((topic) => {
      const knowledge = knowledgeOf()
      return knowledge.topics
        .get(topic)!
        .causes.flatMap((cause) =>
          cause.when.slice(0, 1).map((concept) => ({ topic, cause: cause.id, concept })),
        )
    })
    expect(orders.length).toBeGreaterThan(0)
    for (const { topic, cause, concept } of orders) {
      const { causes } = compose(knowledgeOf(), 'en', {
        topic,
        slots: {},
        cause: 0,
        messages: [],
        has: (meaning) => meaning === concept,
      })
      const first = knowledgeOf()
        .topics.get(topic)!
        .causes.find((one) => one.when.includes(concept))!
      expect(causes[0]).toBe(first.id)
      expect(causes).toContain(cause)
    }
  })

  test('leaves out causes that the provider cannot have', () => {
    const causes = (provider: string) =>
      [...knowledgeOf(provider).topics.values()]
        .filter((topic) => topic.kind === 'trouble')
        .flatMap((topic) =>
          compose(knowledgeOf(provider), 'en', {
            topic: topic.id,
            slots: {},
            cause: 0,
            messages: [],
            has: () => false,
          }).causes.map((cause) => topic.causes.find((one) => one.id === cause)?.needs),
        )
    expect(causes('default')).not.toContain('starttls')
    expect(causes('default')).not.toContain('app-passwords')
    expect(causes('starttls')).not.toContain('alternate-port')
  })
})

describe('the other topics follow the provider’s file', () => {
  test.each([
    ['sign-in-method', ['app-password'], 'default', /^No/],
    ['sign-in-method', ['app-password'], 'starttls', /^Yes/],
    ['sign-in-method', ['oauth'], 'default', /^No/],
    ['outgoing-auth', [], 'default', /^Yes/],
    ['webmail', ['settings'], 'default', /no settings/],
  ] as const)('%s %j under %s', (topic, has, provider, lead) => {
    expect(leadOf(draftOf(topic, { has: [...has], provider }))).toMatch(lead)
  })

  test('a blocked port is answered with the alternate one, where there is one', () => {
    expect(portsOf(draftOf('port-blocked', { slots: { port: 25 } }))).toContain(2525)
    expect(portsOf(draftOf('port-blocked', { slots: { port: 25 }, ...starttls }))).not.toContain(2525)
    expect(portsOf(draftOf('port-blocked', { slots: { port: 995 } }))).toContain(995)
  })

  test('every term is explained in every language', () => {
    for (const term of knowledgeOf().terms)
      for (const locale of ['en', 'fr']) {
        const draft = draftOf('define', { slots: { term: term.id }, locale })
        expect(leadOf(draft), term.id).not.toBe(leadOf(draftOf('define', { locale })))
        expect(draft.sources.length, term.id).toBeGreaterThan(0)
      }
  })
})
