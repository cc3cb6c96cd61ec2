/** Reads what a question says outright: protocols, security, ports, programs, codes, terms, an address. */
import type { Knowledge } from '../knowledge/knowledge.ts'
import { PROTOCOLS, type Protocol, type Security, type Slots } from '../message.ts'
import type { Hit, ReadToken } from '../reading/meanings/lexicon.ts'
import { tokenise } from '../reading/text/tokens.ts'

export interface Said {
  slots: Slots
  /** Indexes of tokens that are port numbers, and of those that are codes. */
  portTokens: Set<number>
  codeTokens: Set<number>
  /** Protocols that the question denies: "not POP, the IMAP port". With "instead of" they are still compared. */
  ruledOut: Protocol[]
  /** Every protocol named, also those of "instead of". */
  named: Protocol[]
  /** The term that the question wants explained: "what is IMAP", "the word port means what". */
  askedTerm?: Hit
  /** Every port number named, in the order of the text. */
  ports: number[]
  /** Ids of `message` entries found, the longest first. */
  messages: string[]
}

/** Numbers are ports or codes only when something near them says so, within this many tokens. */
const NEAR = 3
/** Names that are those of a device as well as of its own mail program. */
const DEVICES = ['iphone', 'android', 'apple-mail']
/** Small words that may stand between two words of a program's name. */
const NAME_GAP = 2

export function createSlotReader(
  knowledge: Knowledge,
  isCommon: (word: string) => boolean,
): (text: string, tokens: ReadToken[], hits: Hit[]) => Said {
  const mailPorts = new Set([
    ...knowledge.protocols.knownPorts,
    ...knowledge.provider.ports.map((entry) => entry.port),
  ])
  const replies = new Set(
    knowledge.codes.filter((code) => code.kind === 'reply').flatMap((code) => code.match),
  )
  const terms = new Map(knowledge.terms.map((term) => [term.id, term]))
  const loosely = createLooseNames(knowledge, isCommon)

  return (text, tokens, hits) => {
    const slots: Slots = {}
    const portTokens = new Set<number>()
    const codeTokens = new Set<number>()
    const places = (meaning: string) => hits.filter((hit) => hit.meaning === meaning)
    const edges = edgesOf(hits)
    const ends = (...meanings: string[]) =>
      new Set(meanings.flatMap(places).flatMap((hit) => [hit.from, hit.to]))
    const portWords = ends('port')
    const blockWords = ends('block-port', 'blocked')
    const directionWords = ends('outgoing', 'outgoing-server', 'incoming', 'incoming-server', 'protocol:smtp')
    const errorWords = ends('error', 'bounce', 'fail', 'refuse')
    const namedError = ends('error', 'bounce')
    const near = (index: number, words: Set<number>, most: number) => {
      for (let place = index - most; place <= index + most; place++) if (words.has(place)) return true
      return false
    }

    const ports: number[] = []
    let code: string | undefined
    tokens.forEach((token, index) => {
      if (token.kind === 'hex' || token.kind === 'enhanced') {
        codeTokens.add(index)
        // An enhanced code says more than the reply in front of it, and the first one is the one that counts.
        if (code === undefined || (/^\d{3}$/.test(code) && token.kind === 'enhanced'))
          code = asWritten(text, token.text)
        return
      }
      if (token.kind !== 'number') return
      const value = Number(token.text)
      const after = tokens[index + 1]
      const unit =
        after?.kind === 'word' &&
        /^(mb|gb|kb|mo|go|ko|bit|bits|percent|years?|ans|days?|jours|emails?|mails?|messages?)$/.test(
          after.text,
        )
      const afterHost =
        tokens[index - 1]?.kind === 'host' && token.position - tokens[index - 1]!.position <= 3
      const listed =
        index > 0 && (portTokens.has(index - 1) || portTokens.has(index - 2)) && mailPorts.has(value)
      const printed = replies.has(token.text) && near(index, errorWords, NEAR)
      const blocked =
        mailPorts.has(value) &&
        (near(index, blockWords, 2) || near(index, directionWords, NEAR)) &&
        !near(index, errorWords, 1)
      const named =
        blocked ||
        (value > 0 &&
          value <= 65535 &&
          near(index, portWords, NEAR) &&
          (mailPorts.has(value) || (near(index, portWords, 2) && !printed)))
      // "465 fails" is a port that fails; only a number that is a reply as well may be the error itself.
      const mayBeCode = replies.has(token.text) ? errorWords : namedError
      const obvious = mailPorts.has(value) && value > 100 && !near(index, mayBeCode, 1)
      if (!unit && (named || afterHost || listed || obvious)) {
        portTokens.add(index)
        ports.push(value)
        return
      }
      const reply = replies.has(token.text)
      const said = near(index, errorWords, 2) && token.text.length >= 3
      if (
        (reply && (value >= 400 || said)) ||
        (said && !unit && /^(?:[2-9]\d{2}|\d{4,6})$/.test(token.text))
      ) {
        codeTokens.add(index)
        code ??= token.text
      }
    })
    if (ports[0] !== undefined) slots.port = ports[0]
    if (code !== undefined) slots.code = code

    const ruledOut = PROTOCOLS.filter((protocol) => {
      const said = places(`protocol:${protocol}`)
      return said.length > 0 && said.every((hit) => isRuledOut(hit, tokens, edges))
    })
    const named = PROTOCOLS.filter(
      (protocol) => places(`protocol:${protocol}`).length > 0 && !ruledOut.includes(protocol),
    )
    const order = (protocol: Protocol) => places(`protocol:${protocol}`)[0]!.from
    named.sort((a, b) => order(a) - order(b))
    if (named.length === 1) slots.protocol = named[0]!
    else if (named.length > 1) slots.protocol = named

    const securities = (['ssl', 'starttls'] as Security[]).filter((security) =>
      places(`security:${security}`).some(
        (hit) =>
          !isRuledOut(hit, tokens, edges) &&
          !places('unencrypted').some((other) => other.from <= hit.from && other.to >= hit.to),
      ),
    )
    if (places('unencrypted').length > 0 && securities.length === 0) slots.security = 'none'
    else if (securities.length === 1) slots.security = securities[0]!

    const clientHits = hits.filter((hit) => hit.meaning.startsWith('client:'))
    const wantedClients = clientHits.filter(
      (hit) => !isRuledOut(hit, tokens, edges) || (clientHits.length === 1 && isCorrection(hit, edges)),
    )
    const devices = [...new Set(wantedClients.filter(isDevice).map((hit) => hit.meaning.slice(7)))]
    const programs = new Set(wantedClients.filter((hit) => !isDevice(hit)).map((hit) => hit.meaning.slice(7)))
    for (const id of clientHits.length === 0 ? loosely(tokens) : []) programs.add(id)
    // "Thunderbird on my MacBook": the program is set up, not the device.
    const program = mostPrecise([...programs], knowledge)
    const client =
      program && (!devices[0] || runsOn(knowledge, program, devices[0]))
        ? variantOn(knowledge, program, devices[0])
        : mostPrecise(
            [...new Set([...wantedClients.map((hit) => hit.meaning.slice(7)), ...programs])],
            knowledge,
          )
    if (client) slots.client = client

    const found = hits.filter((hit) => hit.meaning.startsWith('term:') && terms.has(hit.meaning.slice(5)))
    const askedTerm = found.find((hit) => isAsked(hit, tokens, edges, isCommon))
    const term = askedTerm ?? found[0]
    if (term) slots.term = term.meaning.slice(5)

    const several = places('several-devices').length > 0
    const changes = places('switch').length > 0 || places('move').length > 0
    if (several || (devices.length > 1 && !program && !changes)) slots.devices = 'several'
    else if (places('one-device').length > 0) slots.devices = 'one'

    const email = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/u.exec(text)
    if (email) slots.email = email[0]

    const messages = hits
      .filter((hit) => hit.meaning.startsWith('message:'))
      .sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)
      .map((hit) => hit.meaning.slice(8))
    return {
      slots,
      portTokens,
      codeTokens,
      ruledOut: ruledOut.filter((protocol) =>
        places(`protocol:${protocol}`).every((hit) => isRuledOut(hit, tokens, edges, ['not'])),
      ),
      named: PROTOCOLS.filter((protocol) => places(`protocol:${protocol}`).length > 0),
      ports,
      messages: [...new Set(messages)],
      ...(askedTerm ? { askedTerm } : {}),
    }
  }
}

/** So many small words may stand between "what is" and the term, or between the term and "means". */
const ASKED_NEAR = 3

/** "what is IMAP?", "IMAP, what is that", "the word IMAP means": nothing but small words between the two and after. */
function isAsked(
  term: Hit,
  tokens: ReadToken[],
  { ending, beginning }: Edges,
  isCommon: (word: string) => boolean,
): boolean {
  const small = (from: number, to: number) => {
    for (let index = from; index < to; index++)
      if (!isCommon(tokens[index]!.text) && tokens[index]!.text !== 'word') return false
    return true
  }
  // "what is the login name" wants the name itself.
  if (tokens[term.from - 1]?.text === 'the') return false
  const asks = (hit: Hit) => hit.meaning === 'meaning'
  const next = tokens[term.to + 1]
  const last = tokens[term.to]!
  const ends = !next || next.clause !== last.clause || next.position > last.position + 1
  const before = within(ending, term.from - 1 - ASKED_NEAR, term.from - 1).filter(asks)
  const after = within(beginning, term.to + 1, term.to + 3).filter(asks)
  return (
    before.some(
      (hit) =>
        tokens[hit.to]!.sentence === last.sentence &&
        small(hit.to + 1, term.from) &&
        (ends || after.some((other) => other.from - term.to <= 2)),
    ) ||
    after.some(
      (hit) =>
        tokens[hit.from]!.sentence === last.sentence &&
        small(term.to + 1, hit.from) &&
        (hit.to === tokens.length - 1 || tokens[hit.to + 1]!.clause !== last.clause),
    )
  )
}

/** Hits by the token that they begin and end at: what is near is found without a look at all the others. */
interface Edges {
  beginning: Map<number, Hit[]>
  ending: Map<number, Hit[]>
}

function edgesOf(hits: Hit[]): Edges {
  return { beginning: Map.groupBy(hits, (hit) => hit.from), ending: Map.groupBy(hits, (hit) => hit.to) }
}

function within(edges: Map<number, Hit[]>, from: number, to: number): Hit[] {
  const found: Hit[] = []
  for (let index = from; index <= to; index++) found.push(...(edges.get(index) ?? []))
  return found
}

const RULING_OUT = ['not', 'instead-of']

/** True for a name that says which device somebody has, not which program. */
function isDevice({ meaning, entry }: Hit): boolean {
  return DEVICES.includes(meaning.slice(7)) && !/\bmail\b/.test(entry.words)
}

/** "no on Gmail" at the beginning: what was said before is put right, and nothing is ruled out. */
function isCorrection(hit: Hit, { ending }: Edges): boolean {
  return hit.from === 2 && within(ending, 0, 0).some((negation) => negation.meaning === 'not')
}

function runsOn(knowledge: Knowledge, program: string, device: string): boolean {
  const systems = knowledge.clients.get(device)?.runsOn ?? []
  return (knowledge.clients.get(program)?.runsOn ?? []).some((system) => systems.includes(system))
}

/**
 * Outlook on a Mac is Outlook for Mac: the one variant of `program` that runs on `device`, else `other`. Ids of
 * `knowledge/clients`; one that does not exist has no variants.
 */
export function variantOn(
  knowledge: Knowledge,
  program: string,
  device: string | undefined,
  other: string = program,
): string {
  const variants = knowledge.clients.get(program)?.variants ?? []
  const fitting =
    device && DEVICES.includes(device) ? variants.filter((id) => runsOn(knowledge, id, device)) : []
  return fitting.length === 1 ? fitting[0]! : other
}

/** Finds programs by the telling words of their names: "Courrier de Windows 10" is "Courrier Windows 10". */
function createLooseNames(
  knowledge: Knowledge,
  isCommon: (word: string) => boolean,
): (tokens: ReadToken[]) => string[] {
  const telling = (word: string) => !isCommon(word)
  const names = new Map<string, { id: string; words: string[] }[]>()
  for (const { id, aliases } of knowledge.clients.values())
    for (const alias of aliases) {
      const words = tokenise(alias)
        .map((token) => token.text)
        .filter(telling)
      if (words.length < 2) continue
      const known = names.get(words[0]!) ?? []
      known.push({ id, words })
      names.set(words[0]!, known)
    }
  return (tokens) => {
    const places = tokens.flatMap((token, index) => (telling(token.text) ? [index] : []))
    const found = places.flatMap((from, at) =>
      (names.get(tokens[from]!.text) ?? []).filter(({ words }) =>
        words.every((word, offset) => {
          const place = places[at + offset]
          const before = places[at + offset - 1]
          return (
            place !== undefined &&
            tokens[place]!.text === word &&
            tokens[place]!.clause === tokens[from]!.clause &&
            (offset === 0 || place - before! <= NAME_GAP + 1)
          )
        }),
      ),
    )
    // The longest name says most.
    return found
      .sort((a, b) => b.words.length - a.words.length)
      .slice(0, 1)
      .map(({ id }) => id)
  }
}

/** The word before says "not" or "instead of", with at most an article between. */
function isRuledOut(
  hit: Hit,
  tokens: ReadToken[],
  { ending }: Edges,
  negations: readonly string[] = RULING_OUT,
): boolean {
  return within(ending, hit.from - 2, hit.from - 1).some(
    (negation) =>
      negations.includes(negation.meaning) &&
      // "en POP3" is French for "with POP3": the Finnish "en" rules nothing out there.
      !(ending.get(hit.to) ?? []).some(
        (whole) =>
          whole.from <= negation.from &&
          whole.from < hit.from &&
          whole.entry.language !== negation.entry.language,
      ) &&
      // "no, in Thunderbird" rules nothing out.
      tokens[hit.from]!.position - tokens[negation.to]!.position === hit.from - negation.to &&
      tokens[negation.to]!.clause === tokens[hit.from]!.clause &&
      (hit.from - negation.to === 1 || tokens[negation.to + 1]!.text.length <= 4),
  )
}

/** Of "outlook" and "outlook-new" the second; of two different programs the first named. */
function mostPrecise(ids: string[], knowledge: Knowledge): string | undefined {
  return ids.find(
    (id) => !ids.some((other) => other !== id && knowledge.clients.get(id)?.variants.includes(other)),
  )
}

/** Codes are shown back with the capitals that the person used. */
function asWritten(text: string, normalised: string): string {
  const at = text.toLowerCase().indexOf(normalised)
  return at < 0 ? normalised : text.slice(at, at + normalised.length)
}
