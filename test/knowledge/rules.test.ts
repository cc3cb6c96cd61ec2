/** Each rule holds over the knowledge as it is, and finds what breaks it, with file and place. */
import { describe, expect, test } from 'vitest'
import { checkRules } from '../../src/knowledge/check.ts'
import type { Knowledge } from '../../src/knowledge/knowledge.ts'
import { pathText } from '../../src/knowledge/problem.ts'
import { RULES } from '../../src/knowledge/rules/index.ts'
import { knowledgeOf } from '../support/bot.ts'

type Break = (knowledge: Knowledge) => void
interface Broken {
  what: string
  break: Break
  file: string
  path?: string
  message?: RegExp
}

const words = (knowledge: Knowledge, language = 'en') => knowledge.languages.get(language)!
const topicWords = (knowledge: Knowledge, topic: string, language = 'en') =>
  words(knowledge, language).topics.get(topic)!

type Facts = Knowledge['provider']

/** Something wrong in the provider's file. */
function provider(what: string, path: string, message: RegExp, change: (facts: Facts) => void): Broken {
  return {
    what,
    file: 'providers/default.yaml',
    path,
    message,
    break: (knowledge) => change(knowledge.provider),
  }
}

/** The same in its ports and in what it denies. */
function ports(
  what: string,
  path: string,
  message: RegExp,
  change: (list: Facts['ports'], denied: Facts['notOffered']) => void,
): Broken {
  return provider(what, path, message, (facts) => change(facts.ports, facts.notOffered))
}

/** By rule: what breaks it. */
const BROKEN: Record<string, Broken[]> = {
  'one-wording-one-entry': [
    {
      what: 'a wording of two entries',
      file: 'codes',
      path: 'server-greylisted, words, entry 1',
      message: /"exceeded storage allocation" belongs to server-mailbox-full already/,
      break: ({ codes }) =>
        codes.find(({ id }) => id === 'server-greylisted')!.words.unshift('exceeded storage allocation'),
    },
    {
      what: 'a code of two entries',
      file: 'codes',
      path: 'x.1.2, match, entry 2',
      message: /"X.1.1" belongs to x.1.1 already/,
      break: ({ codes }) => codes.find(({ id }) => id === 'x.1.2')!.match.push('X.1.1'),
    },
  ],
  'every-reason-explained': [
    {
      what: 'somebody who must act and is not told what to do',
      file: 'languages/en/diagnosis.yaml',
      path: 'reasons, filtered',
      message: /x\.2\.0 makes provider act/,
      break: ({ codes }) => {
        codes.find(({ id }) => id === 'x.2.0')!.actor = 'provider'
      },
    },
    {
      what: 'nobody who must act, though something failed',
      file: 'codes',
      path: 'x.1.1, actor',
      message: /nobody would have to act/,
      break: ({ codes }) => {
        codes.find(({ id }) => id === 'x.1.1')!.actor = 'nobody'
      },
    },
  ],
  'provider-ports': [
    ports(
      'a port of another protocol',
      'ports, entry 4, port',
      /port 993 is IMAP’s everywhere, not POP3’s/,
      (list) => {
        list[3]!.port = 993
      },
    ),
    ports('a port that is for no mail program', 'ports, entry 7, port', /4190/, (list) => {
      list[6]!.port = 4190
    }),
    ports(
      'a kind of security that is spoken there nowhere',
      'ports, entry 1, security',
      /"none" .* 993/,
      (list) => {
        list[0]!.security = 'none'
      },
    ),
    ports('a port that stands twice', 'ports, entry 8, port', /port 465 stands for smtp twice/, (list) => {
      list.push({ ...list[4]! })
    }),
    ports('one port for two protocols at one host', 'ports, entry 8, port', /port 10025 .* imap/, (list) => {
      list[1]!.port = 10_025
      list.push({ protocol: 'smtp', port: 10_025, security: 'ssl', status: 'supported' })
    }),
    ports('no encryption recommended beside encryption', 'ports, entry 2, status', /143 .* 993/, (list) => {
      list[1]!.status = 'recommended'
    }),
    ports('an alternate to nothing', 'ports, entry 3, use', /995 is alternate to no other/, (list) => {
      list.splice(3, 1)
      list[2]!.use = 'alternate'
    }),
    ports(
      'a port that is offered and denied',
      'notOffered, entry 3',
      /entry 5 of ports offers: SMTP 465/,
      (_list, denied) => {
        denied.push({ port: 465, reason: { en: 'No.', fr: 'Non.' } })
      },
    ),
    ports('a protocol that is offered and denied', 'notOffered, entry 3', /POP3/, (_list, denied) => {
      denied.push({ protocol: 'pop3', reason: { en: 'No.', fr: 'Non.' } })
    }),
    ports('what is denied twice', 'notOffered, entry 3', /the same as entry 1/, (_list, denied) => {
      denied.push({ ...denied[0]! })
    }),
    ports(
      'a denied port of another protocol',
      'notOffered, entry 2, port',
      /143 is IMAP’s/,
      (_list, denied) => {
        denied[1]!.port = 143
      },
    ),
  ],
  'provider-texts': [
    provider(
      'a language that is missing',
      'notOffered, entry 1, reason',
      /missing in "fr"/,
      ({ notOffered }) => {
        delete notOffered[0]!.reason.fr
      },
    ),
    provider('opening hours in one language', 'support, hours', /missing in "en"/, ({ support }) => {
      delete support.hours!.en
    }),
    provider(
      'a language that nobody knows',
      'services, entry 1, note, fra',
      /"fra" is no language/,
      ({ services }) => {
        services[0]!.note!.fra = 'Oui.'
      },
    ),
    provider('a placeholder without a value', 'services, entry 1, note, en', /\{domian\}/, ({ services }) => {
      services[0]!.note!.en = 'At {domian}.'
    }),
    provider('a Markdown link', 'notOffered, entry 1, reason, en', /"\[page\]\(x\)"/, ({ notOffered }) => {
      notOffered[0]!.reason.en = 'See our [page](x).'
    }),
    provider('a name with marks', 'name', /"\*\*Mail\*\*"/, (facts) => {
      facts.name = '**Mail**'
    }),
  ],
  'provider-values': [
    provider('a domain that stands twice', 'domains, entry 2', /entry 1 already/, ({ domains }) => {
      domains.push(domains[0]!)
    }),
    provider(
      'a service that stands twice',
      'services, entry 18, feature',
      /"alias" is entry 1/,
      ({ services }) => {
        services.push({ feature: 'alias', offered: false })
      },
    ),
    provider('a mail exchanger that stands twice', 'dns, mx, entry 3, host', /MX1/i, ({ dns }) => {
      dns!.mx.push({ host: 'MX1.example.com', priority: 30 })
    }),
    provider('bytes for megabytes', 'limits, messageMegabytes', /more than any message/, ({ limits }) => {
      limits.messageMegabytes = 26_214_400
    }),
    provider('a message that fits no mailbox', 'limits, messageMegabytes', /does not fit/, ({ limits }) => {
      limits.mailboxGigabytes = 0.01
    }),
    provider('more in an hour than in a day', 'limits, sending, perHour', /2000 .* 1000/, ({ limits }) => {
      limits.sending!.perHour = 2000
    }),
    provider('an address where a record names a host', 'hosts, smtp', /"192.0.2.1"/, ({ hosts }) => {
      hosts.smtp = '192.0.2.1'
    }),
    provider('a phone number without digits', 'support, phone', /"call us"/, ({ support }) => {
      support.phone = 'call us'
    }),
  ],
  marks: (
    [
      ['See [our page](https://example.com).', /a Markdown link/],
      ['See <a href="x">our page</a>.', /an HTML tag/],
      ['# Ports', /a Markdown line/],
      ['Use __this__ port.', /a Markdown mark/],
      ['Use *this* port.', /a Markdown mark/],
      ['Open **Settings.', /opened and not closed/],
      ['Type `mail.', /opened and not closed/],
    ] as const
  ).map(([lead, message]) => ({
    what: lead,
    break: (knowledge) => {
      topicWords(knowledge, 'pop-vs-imap').answer!.lead = lead
    },
    file: 'languages/en/topics/pop-vs-imap.yaml',
    path: 'answer, lead',
    message,
  })),
  'known-names': [
    {
      what: 'a sign with a word that is no concept',
      break: (knowledge) => {
        knowledge.signs.topics.ports!.prot = 0.5
      },
      file: 'signs.yaml',
      path: 'topics, ports, prot',
      message: /"prot"/,
    },
    {
      what: 'a group with a word that is no concept',
      break: (knowledge) => {
        knowledge.signs.groups.stuck = 'cannot|cannnot'
      },
      file: 'signs.yaml',
      path: 'groups, stuck',
      message: /"cannnot"/,
    },
    {
      what: 'a cause that waits for a concept that does not exist',
      break: (knowledge) => {
        knowledge.topics.get('cannot-send')!.causes[0]!.when.push('nix')
      },
      file: 'topics/cannot-send.yaml',
      message: /"nix"/,
    },
    {
      what: 'a variant that is no program',
      break: (knowledge) => {
        knowledge.clients.get('outlook')!.variants.push('outlook-99')
      },
      file: 'clients/outlook.yaml',
      path: 'variants, entry 5',
      message: /outlook-99/,
    },
    {
      what: 'two codes with one id',
      break: (knowledge) => {
        knowledge.codes.push(structuredClone(knowledge.codes[0]!))
      },
      file: 'codes',
      message: /twice/,
    },
    {
      what: 'a code that leads to no topic',
      break: (knowledge) => {
        knowledge.codes[0]!.topic = 'nix'
      },
      file: 'codes',
      message: /no topic "nix"/,
    },
    {
      what: 'a name that two programs claim',
      break: (knowledge) => {
        knowledge.clients.get('thunderbird')!.aliases.push(knowledge.clients.get('iphone')!.aliases[0]!)
      },
      file: 'clients/thunderbird.yaml',
      path: 'aliases, entry 16',
      message: /belongs to iphone/,
    },
    {
      what: 'a program without words in one language',
      break: (knowledge) => {
        words(knowledge, 'fr').clients.delete('iphone')
      },
      file: 'languages/fr/clients/iphone.yaml',
    },
    {
      what: 'a term without words in one language',
      break: (knowledge) => {
        delete words(knowledge, 'fr').terms[knowledge.terms[0]!.id]
      },
      file: 'terms.yaml',
      path: 'smtp',
      message: /languages\/fr/,
    },
  ],
  'same-keys': [
    {
      what: 'a word of the interface that one language lacks',
      break: (knowledge) => {
        delete (words(knowledge, 'fr').interface.common as Record<string, unknown>).locale
      },
      file: 'languages/fr/interface',
      path: 'common, locale',
    },
    {
      what: 'a topic that one language lacks',
      break: (knowledge) => {
        words(knowledge, 'fr').topics.delete('ports')
      },
      file: 'languages/fr/topics',
      path: 'ports',
    },
    {
      what: 'a case that one language lacks',
      break: (knowledge) => {
        delete topicWords(knowledge, 'ports', 'fr').cases!.one
      },
      file: 'languages/fr/topics/ports.yaml',
      path: 'cases, one',
    },
    {
      what: 'a concept that one language has no words for',
      break: (knowledge) => {
        delete words(knowledge, 'fr').vocabulary.send
      },
      file: 'languages/fr/vocabulary.yaml',
      path: 'send',
    },
  ],
  'every-topic-answers': [
    {
      what: 'signs of a topic that does not exist',
      break: (knowledge) => {
        knowledge.signs.topics.nix = { send: 0.5 }
      },
      file: 'signs.yaml',
      path: 'topics, nix',
    },
    {
      what: 'a topic without signs',
      break: (knowledge) => {
        delete knowledge.signs.topics.ports
      },
      file: 'signs.yaml',
      path: 'topics, ports',
    },
    {
      what: 'a topic that is offered next and does not exist',
      break: (knowledge) => {
        knowledge.topics.get('ports')!.next[0] = 'nix'
      },
      file: 'topics/ports.yaml',
      path: 'next, entry 1',
    },
    {
      what: 'trouble without a cause',
      break: (knowledge) => {
        knowledge.topics.get('cannot-send')!.causes = []
      },
      file: 'topics/cannot-send.yaml',
      path: 'causes',
    },
    {
      what: 'a cause without words',
      break: (knowledge) => {
        topicWords(knowledge, 'cannot-send', 'fr').causes = {}
      },
      file: 'languages/fr/topics/cannot-send.yaml',
    },
    {
      what: 'a topic without an answer',
      break: (knowledge) => {
        delete topicWords(knowledge, 'pop-vs-imap').answer
      },
      file: 'languages/en/topics/pop-vs-imap.yaml',
      path: 'answer',
    },
  ],
  placeholders: [
    {
      what: 'a placeholder that has no value where it stands',
      break: (knowledge) => {
        topicWords(knowledge, 'pop-vs-imap').answer!.lead = 'Use {port}.'
      },
      file: 'languages/en/topics/pop-vs-imap.yaml',
      path: 'answer, lead',
      message: /\{port\}/,
    },
    {
      what: 'a placeholder of the interface that another language does not know',
      break: (knowledge) => {
        ;(words(knowledge, 'fr').interface.common as Record<string, unknown>)['port-of'] =
          '{protocole} {port}'
      },
      file: 'languages/fr/interface',
      path: 'common, port-of',
      message: /\{protocole\}/,
    },
  ],
  'one-phrase-one-topic': [
    {
      what: 'a phrase that two topics claim, however it is written',
      break: (knowledge) => {
        const phrase = topicWords(knowledge, 'ports').phrases[0]!
        topicWords(knowledge, 'webmail').phrases.push(`${phrase.toUpperCase()}!`)
      },
      file: 'languages/en/topics/webmail.yaml',
      message: /ports has this phrase too/,
    },
    {
      what: 'a phrase that stands twice',
      break: (knowledge) => {
        const { phrases } = topicWords(knowledge, 'ports', 'fr')
        phrases.push(phrases[0]!)
      },
      file: 'languages/fr/topics/ports.yaml',
      message: /twice/,
    },
  ],
  'no-facts-in-prose': [
    {
      what: 'a port in a sentence',
      break: (knowledge) => {
        topicWords(knowledge, 'pop-vs-imap').answer!.lead = 'Take IMAP, on port 993.'
      },
      file: 'languages/en/topics/pop-vs-imap.yaml',
      path: 'answer, lead',
      message: /993/,
    },
    {
      what: 'the provider’s name in a sentence',
      break: (knowledge) => {
        topicWords(knowledge, 'webmail', 'fr').answer!.lead = 'Example Mail a un webmail.'
      },
      file: 'languages/fr/topics/webmail.yaml',
      path: 'answer, lead',
    },
  ],
  'no-dangerous-advice': [
    ['en', 'Just accept the certificate.'],
    ['en', 'Turn off the firewall.'],
    ['en', 'Send us your password.'],
    ['fr', 'Acceptez le certificat.'],
    ['fr', 'Désactivez le pare-feu.'],
    ['fr', 'Envoyez-nous votre mot de passe.'],
  ].map(([language, lead]) => ({
    what: lead!,
    break: (knowledge) => {
      topicWords(knowledge, 'pop-vs-imap', language).answer!.lead = lead!
    },
    file: `languages/${language}/topics/pop-vs-imap.yaml`,
    path: 'answer, lead',
  })),
  'answers-made': [
    {
      what: 'a case that answers take and no language has any more',
      break: (knowledge) => {
        for (const language of knowledge.answersIn)
          delete topicWords(knowledge, 'port-meaning', language).cases!.offered
      },
      file: 'languages/fr/topics/port-meaning.yaml',
      message: /"port"/,
    },
    {
      what: 'a word of the interface that no language has any more',
      break: (knowledge) => {
        for (const language of knowledge.answersIn)
          delete (words(knowledge, language).interface.common as Record<string, unknown>)['port-of']
      },
      file: 'languages/en/topics/ports.yaml',
      message: /a text that it takes is missing/,
    },
  ],
  'unencrypted-warned': [
    ['en', 'Choose the port without encryption.'],
    ['en', 'Set the encryption to None.'],
    ['fr', 'Choisissez la connexion sans chiffrement.'],
    ['fr', 'Réglez le chiffrement sur Aucun.'],
  ].map(([language, lead]) => ({
    what: lead!,
    break: (knowledge) => {
      topicWords(knowledge, 'pop-vs-imap', language).answer!.lead = lead!
    },
    file: `languages/${language}/topics/pop-vs-imap.yaml`,
    path: 'answer, lead',
  })),
  sources: [
    {
      what: 'a topic that names no source',
      break: (knowledge) => {
        knowledge.topics.get('ports')!.sources = []
      },
      file: 'topics/ports.yaml',
      path: 'sources',
    },
    {
      what: 'a source that is not listed',
      break: (knowledge) => {
        knowledge.topics.get('ports')!.sources.push('nix')
      },
      file: 'topics/ports.yaml',
      path: 'sources, entry 3',
      message: /"nix"/,
    },
    {
      what: 'a term whose source is not listed',
      break: (knowledge) => {
        knowledge.terms[0]!.sources.push('nix')
      },
      file: 'terms.yaml',
    },
  ],
}

test.each(['default', 'starttls'])(
  'the knowledge as it is keeps every rule, with the provider %s',
  (provider) => {
    expect(checkRules(knowledgeOf(provider))).toEqual([])
  },
)

test('every rule is tried', () => {
  expect(Object.keys(BROKEN).sort()).toEqual(RULES.map((rule) => rule.name).sort())
})

for (const rule of RULES)
  describe(`the rule ${rule.name} finds`, () => {
    test.each(BROKEN[rule.name]!)('$what', (broken) => {
      const knowledge = structuredClone(knowledgeOf())
      broken.break(knowledge)
      const found = rule.check(knowledge)
      const problem = found.find(
        (one) =>
          one.file === broken.file && (broken.path === undefined || pathText(one.path) === broken.path),
      )
      expect(problem, JSON.stringify(found.slice(0, 3))).toBeDefined()
      expect(problem!.message).toMatch(broken.message ?? /./)
      // The other places are none of its business.
      expect(found.length).toBeLessThan(12)
    })
  })

test.each(['1 < 2 and 3 > 2', 'Open **Settings > Accounts**.', 'Type `*_[x](y)`.', 'Mail 5 * 3 times.'])(
  'no mark, and so printed as it stands: %s',
  (lead) => {
    const knowledge = structuredClone(knowledgeOf())
    topicWords(knowledge, 'pop-vs-imap').answer!.lead = lead
    expect(checkRules(knowledge)).toEqual([])
  },
)

test.each([
  'Do not accept the certificate before you know why.',
  'Never send your password to anybody.',
  'N’envoyez jamais votre mot de passe.',
  'Leave the firewall on.',
  'Do not use a port without encryption.',
])('advice to be careful breaks no rule: %s', (lead) => {
  const knowledge = structuredClone(knowledgeOf())
  topicWords(knowledge, 'pop-vs-imap').answer!.lead = lead
  expect(checkRules(knowledge)).toEqual([])
})
