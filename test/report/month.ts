/** A made-up month of a bot's records: the same one for the same seed. */
import type { Outcome } from '../../src/message.ts'
import type { AnswerRecord, FeedbackRecord } from '../../src/store/store.ts'

const DAY = 24 * 60 * 60 * 1000

/** Pseudo-random numbers, 0 up to 1 (Mulberry32, public domain). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Topics, how often each is asked, and how often a vote on it is good. */
const TOPICS: [string, number, number][] = [
  ['ports', 16, 0.95],
  ['server-settings', 14, 0.9],
  ['client-setup', 12, 0.82],
  ['cannot-send', 10, 0.6],
  ['login-failed', 9, 0.7],
  ['cannot-receive', 8, 0.65],
  ['error-code', 6, 0.8],
  ['pop-vs-imap', 5, 0.95],
  ['password-reset', 5, 0.4],
  ['webmail', 4, 0.9],
  ['mailbox-full', 3, 0.85],
  ['bounce', 3, 0.7],
  ['certificate-warning', 3, 0.75],
  ['junk-mail', 2, 0.5],
]
/** Wordings by topic, English and French in turn. */
const ASKED: Record<string, string[]> = {
  ports: ['which port for imap', 'quel port pour imap', 'smtp port with ssl', 'quel est le port smtp en ssl'],
  'server-settings': [
    'what is the incoming server',
    'quel est le serveur entrant',
    'server names please',
    'nom des serveurs svp',
  ],
  'client-setup': [
    'how do I set up outlook',
    'comment configurer outlook',
    'add my account to my iphone',
    'ajouter mon compte sur iphone',
  ],
  'cannot-send': [
    'cannot send mail since today',
    'je ne peux plus envoyer de mail',
    'mail stays in the outbox',
    'mes mails restent en boîte d’envoi',
  ],
  'login-failed': [
    'my password is refused',
    'mon mot de passe est refusé',
    'it keeps asking for my password',
    'il redemande le mot de passe',
  ],
  'cannot-receive': [
    'no new mail arrives',
    'je ne reçois rien',
    'inbox is empty on my phone',
    'plus aucun mail depuis hier',
  ],
  'error-code': ['what does 550 mean', 'que veut dire 550', '0x800CCC0F', 'erreur 0x800CCC0E'],
  'pop-vs-imap': [
    'imap or pop for two phones',
    'imap ou pop pour deux téléphones',
    'difference between pop and imap',
    'différence entre pop et imap',
  ],
  'password-reset': [
    'I forgot my password',
    'mot de passe oublié',
    'reset my mailbox password',
    'changer le mot de passe de ma boîte',
  ],
  webmail: ['where is webmail', 'où est le webmail', 'webmail address', 'adresse du webmail'],
  'mailbox-full': ['mailbox is full', 'ma boîte est pleine', 'quota exceeded', 'quota dépassé'],
  bounce: [
    'my mail came back',
    'mon mail est revenu',
    'mailer-daemon says user unknown',
    'message non remis',
  ],
  'certificate-warning': [
    'certificate is not trusted',
    'certificat non valide',
    'security warning in outlook',
    'alerte de sécurité dans outlook',
  ],
  'junk-mail': ['good mail lands in junk', 'mes mails vont dans les spams', 'too much spam', 'trop de spam'],
}

export interface Theme {
  name: string
  locale: string
  weight: number
  outcome: Outcome
  nearest: string[]
  words: string[]
  wordings: string[]
}

/** What the month's people ask without getting an answer. */
export const THEMES: Theme[] = [
  {
    name: 'calendar',
    locale: 'en',
    weight: 14,
    outcome: 'unknown',
    nearest: ['client-setup', 'imap-sync'],
    words: ['calendar', 'share'],
    wordings: [
      'how do I share my calendar with a colleague',
      'share calendar with colleague',
      'can I share a calendar?',
      'is there a shared calendar',
      'how to share the calendar on my iphone',
      'Calendar sharing, how does it work?',
    ],
  },
  {
    name: 'distribution list',
    locale: 'en',
    weight: 9,
    outcome: 'unknown',
    nearest: ['sending-identity'],
    words: ['distribution', 'list'],
    wordings: [
      'how do I make a distribution list',
      'create a distribution list for my team',
      'distribution lists: where do I set them up',
      'need a distribution list for 20 people',
    ],
  },
  {
    name: 'signature',
    locale: 'en',
    weight: 7,
    outcome: 'clarify',
    nearest: [],
    words: ['signature'],
    wordings: [
      'how do I add a signature',
      'add a signature to my mails',
      'my signature has disappeared',
      'signature with logo in outlook',
      'put a picture in my signature',
    ],
  },
  {
    name: 'absence',
    locale: 'fr',
    weight: 10,
    outcome: 'unknown',
    nearest: ['webmail', 'junk-mail'],
    words: ['absence', 'répondeur'],
    wordings: [
      'comment mettre un message d’absence',
      'activer le message d’absence pendant mes congés',
      'message d’absence automatique svp',
      'je veux un répondeur d’absence',
    ],
  },
  {
    name: 'alias',
    locale: 'fr',
    weight: 5,
    outcome: 'unknown',
    nearest: ['sending-identity'],
    words: ['alias'],
    wordings: ['comment créer un alias', 'créer un alias pour mon adresse', 'peut-on avoir plusieurs alias'],
  },
  {
    name: 'forwarding',
    locale: 'en',
    weight: 6,
    outcome: 'unknown',
    nearest: ['move-mail', 'sending-identity'],
    words: ['forward', 'automatically'],
    wordings: [
      'forward all my mail to another address automatically',
      'automatic forwarding to [address]@gmail.com',
      'how do I forward every mail automatically',
      'set up automatic forwarding',
    ],
  },
]
const LONELY = [
  'refund',
  'invoice',
  'domain',
  'hosting',
  'printer',
  'weather',
  'fax',
  'router',
  'contract',
  'upgrade',
  'newsletter',
  'logo',
  'website',
  'ftp',
  'database',
  'ssl for my shop',
  'backup of my site',
  'php version',
  'dns record',
  'transfer code',
]
const LONELY_FORMS = [
  'my % is wrong',
  'where can I find %',
  'tell me about % please',
  'what about the %?',
  '% does not work since tuesday',
  'who can help me with %',
]

export interface Month {
  from: Date
  to: Date
  answers: AnswerRecord[]
  feedback: FeedbackRecord[]
}

/** `questions` records over the 30 days before `to`, fewer at week-ends and at night, some with a vote. */
export function generateMonth(questions: number, seed = 1, to = new Date('2026-11-01T00:00:00Z')): Month {
  const random = randomFrom(seed)
  const from = new Date(to.getTime() - 30 * DAY)
  const pick = <T>(list: T[]): T => list[Math.floor(random() * list.length)]!
  const weighted = <T>(list: T[], weight: (item: T) => number): T => {
    let left = random() * list.reduce((sum, item) => sum + weight(item), 0)
    for (const item of list) {
      left -= weight(item)
      if (left < 0) return item
    }
    return list.at(-1)!
  }
  const momentOf = (): Date => {
    for (;;) {
      const at = new Date(from.getTime() + Math.floor(random() * 30 * DAY))
      const weekend = [0, 6].includes(at.getUTCDay())
      const night = at.getUTCHours() < 6
      if (random() < (weekend ? 0.35 : 1) * (night ? 0.15 : 1)) return at
    }
  }
  const answers: AnswerRecord[] = []
  const feedback: FeedbackRecord[] = []
  for (let n = 0; n < questions; n++) {
    const at = momentOf()
    const kind = random()
    const locale = random() < 0.62 ? 'en' : 'fr'
    const frontEnd = weighted(
      ['http', 'slack', 'discord', 'helpdesk', 'whmcs'],
      (name) => ({ http: 50, slack: 20, discord: 12, helpdesk: 12, whmcs: 6 })[name]!,
    )
    const record: AnswerRecord = {
      id: `answer-${n}`,
      conversation: `${frontEnd}/c${Math.floor(random() * questions * 0.6)}`,
      at,
      frontEnd,
      locale,
      question: '',
      topic: null,
      outcome: 'answer',
      confidence: 0.5 + random() / 2,
      slots: {},
      notUnderstood: [],
      nearest: [],
      knowledge: 'k1',
    }
    if (kind < 0.76) {
      record.topic = weighted(TOPICS, ([, often]) => often)[0]
      record.question = ASKED[record.topic]![Math.floor(random() * 2) * 2 + (locale === 'fr' ? 1 : 0)]!
    } else if (kind < 0.84)
      Object.assign(record, {
        outcome: 'smalltalk',
        topic: 'thanks',
        question: locale === 'fr' ? 'merci' : 'thanks',
      })
    else if (kind < 0.88)
      Object.assign(record, {
        outcome: 'handoff',
        topic: 'handoff',
        question: locale === 'fr' ? 'je veux parler à quelqu’un' : 'a person please',
      })
    else if (kind < 0.97) {
      const theme = weighted(THEMES, ({ weight }) => weight)
      Object.assign(record, {
        locale: theme.locale,
        outcome: theme.outcome,
        topic: theme.outcome === 'clarify' ? 'client-setup' : null,
        question: pick(theme.wordings) + (random() < 0.2 ? ' ?' : ''),
        notUnderstood: theme.words,
        nearest: random() < 0.8 ? theme.nearest : [],
      })
    } else {
      const word = pick(LONELY)
      Object.assign(record, {
        outcome: 'unknown',
        question: `${pick(LONELY_FORMS).replace('%', word)} ${Math.floor(random() * 1e6).toString(36)}`,
        notUnderstood: [word],
      })
    }
    answers.push(record)
    const chance = record.outcome === 'answer' ? 0.18 : record.outcome === 'unknown' ? 0.05 : 0
    if (random() < chance) {
      const good = TOPICS.find(([topic]) => topic === record.topic)?.[2] ?? 0
      const helpful = random() < good
      feedback.push({
        answerId: record.id,
        at: new Date(Math.min(at.getTime() + 60_000, to.getTime())),
        helpful,
        ...(!helpful && random() < 0.4
          ? {
              comment: pick([
                'I know that already',
                'the menu looks different on my phone',
                'this did not work',
                'link is dead',
                'ça ne marche toujours pas',
              ]),
            }
          : {}),
      })
    }
  }
  return { from, to, answers, feedback }
}
