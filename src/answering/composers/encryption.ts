/** `encryption`: SSL, TLS, STARTTLS or none, and what the words mean in menus. */
import type { Draft } from '../draft.ts'
import { denyPort, protocolsAsked } from './ports.ts'

export function composeEncryption(draft: Draft): void {
  const { cases, answer } = draft.pack.topics.get('encryption')!
  const { security } = draft.ask.slots
  const protocols = protocolsAsked(draft)
  const best = protocols.map((protocol) => draft.provider.best(protocol))
  const menuWords = cases!['menu-words']!

  if (security === 'starttls') {
    const offered = protocols.flatMap((protocol) => draft.provider.ports(protocol, 'starttls'))
    if (offered.length > 0) {
      draft
        .section(cases!['starttls-offered']!)
        .portTable([...offered, ...best.filter((entry) => !offered.includes(entry))])
    } else {
      draft.section(cases!['starttls-not-offered']!)
      draft.portTable(best).warn('starttls-not-offered')
    }
  } else if (security === 'none') {
    draft.section(cases!.none!).portTable(best)
  } else if (security === 'ssl' && draft.provider.offers('ssl')) {
    const offered = protocols.flatMap((protocol) => draft.provider.ports(protocol, 'ssl'))
    draft.section(cases!.ssl!).portTable(offered.length > 0 ? offered : best)
  } else {
    draft.section(answer!, { settings: draft.spoken(best) }).portTable(best)
    denyPort(draft)
    return
  }
  draft.paragraph(menuWords.lead)
  denyPort(draft)
}
