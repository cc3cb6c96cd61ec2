/** The page's three views as markup: the address, the program, the way. Pure. */
import type { Words } from '../../adapter.ts'
import type { Client } from '../../knowledge/schema.ts'
import { html, type Markup, type Part } from '../../markup.ts'
import type { RichText } from '../../message.ts'
import type { Address } from '../address.ts'
import type { Guide } from './guide.ts'
import { PLATFORMS, type Platform, wayOf } from './programs.ts'
import { qrCode } from './qr.ts'

export const SETUP_PATH = '/setup'

/** `say`: words under `setup.page`. */
export interface Shown {
  say: Words
  provider: string
  /** Where the page is, in this language. */
  action: string
}

/** `wrong`: what is the matter with what was typed. */
export function addressView({ say, provider, action }: Shown, typed: string, wrong?: string): Markup {
  return html`<main class="setup narrow">
<h1>${say('title')}</h1>
<p class="lead">${say('lead')}</p>
<form method="post" action="${action}" class="ask" data-address-form novalidate>
<label for="address">${say('address')}</label>
<p class="hint" id="hint">${say('address-hint', { provider })}</p>
${wrong && html`<p class="wrong" id="wrong" role="alert">${wrong}</p>`}
<div class="row"><input id="address" name="address" type="email" value="${typed}" autocomplete="email" autocapitalize="none" spellcheck="false" maxlength="320" aria-describedby="hint${wrong && ' wrong'}"${wrong && html` aria-invalid="true" autofocus`}>
<button type="submit" class="start">${say('go')}</button></div>
<p class="hint">${say('privacy')}</p>
</form>
</main>`
}

export interface ProgramsShown extends Shown {
  asker: Address
  /** Of the device that looks; undefined where it is not known. */
  platform: Platform | undefined
  programs: (platform: Platform) => Client[]
}

export function programsView(shown: ProgramsShown): Markup {
  const { say, asker, platform, programs, action } = shown
  const others = PLATFORMS.filter((one) => one !== platform)
  return html`<main class="setup">
${whose(shown)}
<h1>${say('title-where')}</h1>
<form method="post" action="${action}">
${hidden({ address: asker.address, device: platform ?? '' })}
${
  platform &&
  html`<section aria-labelledby="here"><h2 id="here">${say(`here.${platform}`)}</h2>${tiles(say, programs(platform))}</section>`
}
<section aria-labelledby="elsewhere">
${platform && html`<h2 id="elsewhere">${say('elsewhere')}</h2>`}
${others.map(
  (one) =>
    html`<details class="platform"${!platform && html` open`}><summary>${say(`on.${one}`)}</summary>${tiles(say, programs(one))}</details>`,
)}
</section>
</form>
</main>`
}

function tiles(say: Words, programs: Client[]): Markup {
  return html`<ul class="tiles">${programs.map(
    (client) =>
      html`<li><button type="submit" name="program" value="${client.id}" class="tile"><span class="tile-name">${client.id === 'other' ? say('other-program') : client.name}</span><span class="tile-way ${wayOf(client)}">${TELLING.has(client.id) ? say(`tell.${client.id}`) : say(`way.${wayOf(client)}`)}</span></button></li>`,
  )}</ul>`
}

/** Programs of one name that must be told apart: the words say by what. */
const TELLING = new Set(['outlook-classic', 'outlook-new', 'outlook-mac', 'outlook-mobile', 'windows-mail'])

export interface GuideShown extends Shown {
  asker: Address
  platform: Platform | undefined
  guide: Guide
  profileUrl: string
  /** Of this page as a phone reaches it; undefined where none can. */
  publicProfileUrl: string | undefined
  signed: boolean
  support: string
}

export function guideView(shown: GuideShown): Markup {
  const { say, guide, platform } = shown
  const { name, way, client } = guide
  const lead = { autoconfig: 'finds', profile: 'profile', 'by-hand': 'by-hand' }[way]
  return html`<main class="setup">
${whose(shown, { platform })}
<h1>${say('title-program', { client: name })}</h1>
<p class="lead">${say(lead, { client: name })}</p>
${client.fetchedBy && html`<p class="notice">${say('fetched-by', { company: client.fetchedBy })}</p>`}
<div class="pair">
<div class="ways">
${way === 'profile' && profileCard(shown)}
${way === 'by-hand' ? steps(shown, guide.byHand) : steps(shown, guide.find)}
${
  way !== 'by-hand' &&
  html`<details class="card else"><summary>${say(`else.${way}`)}</summary><p>${say('else-text')}</p>${steps(shown, guide.byHand, false)}</details>`
}
${client.fetchedBy && html`<p class="hint">${say('fetched-stale', { company: client.fetchedBy })}</p>`}
${doneCard(shown)}
</div>
${valuesCard(shown)}
</div>
</main>`
}

/** Whose settings these are, and the ways back. */
function whose(
  { say, action, asker: { address } }: Shown & { asker: Address },
  program?: { platform: Platform | undefined },
): Markup {
  return html`<form method="post" action="${action}" class="whose">
<span>${say('for', { address })}</span>
<a href="${action}">${say('change-address')}</a>
${
  program &&
  html`${hidden({ address, device: program.platform ?? '' })}<button type="submit" class="link">${say('change-program')}</button>`
}
</form>`
}

function hidden(values: Record<string, string>): Markup[] {
  return Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
}

const APPLE = new Set<Platform | undefined>(['ios', 'mac'])

/** On the device itself a button, on another one a code to point its camera at. */
function profileCard({
  say,
  provider,
  guide,
  platform,
  profileUrl,
  publicProfileUrl,
  signed,
}: GuideShown): Markup {
  const fits = guide.client.runsOn.some((one) => one === platform)
  const code = !fits && publicProfileUrl !== undefined
  return html`<section class="card profile">
${code && html`<p>${say('scan')}</p>${qrCode(publicProfileUrl!, say('scan-label'))}`}
${!code && html`<p><a class="start get" href="${profileUrl}">${say('profile-get')}</a></p>`}
${!signed && html`<p class="hint">${say('profile-unsigned', { provider })}</p>`}
${APPLE.has(platform) && !fits && html`<p class="hint">${say('profile-others')}</p>`}
</section>`
}

/** A list without a script; with one, a step at a time. */
function steps({ say, guide }: GuideShown, items: RichText[], one = true): Markup {
  const most = items.length
  return html`<section class="card steps"${one && html` data-steps`} data-back="${say('back')}" data-next="${say('next')}" data-one="${say('one-step')}" data-all="${say('all-steps')}">
<ol>${items.map(
    (item, index) =>
      html`<li><p class="count" tabindex="-1">${say('step-of', { n: index + 1, most })}</p><p class="do">${rich(item)}</p></li>`,
  )}</ol>
<details class="unlike"><summary>${say('unlike')}</summary>
<p>${say('unlike-text')}</p>
${guide.notes.map((note) => html`<p>${rich(note)}</p>`)}
<p>${say('unlike-maker')} ${guide.client.sources.map(
    ({ title, url }, index) =>
      html`${index > 0 && ' · '}<a href="${url}" rel="noopener noreferrer">${title}</a>`,
  )}</p>
</details>
</section>`
}

function doneCard({ say, asker, support }: GuideShown): Markup {
  return html`<section class="card" aria-labelledby="done">
<h2 id="done">${say('done')}</h2>
<p>${say('done-text', { address: asker.address })}</p>
<p class="hint">${say('not-done', { support })} <a href="/">${say('ask')}</a></p>
</section>`
}

function valuesCard({ say, guide }: GuideShown): Markup {
  return html`<aside class="card values" aria-labelledby="values">
<h2 id="values">${say('values')}</h2>
${guide.settings.map(
  ({ title, rows }) =>
    html`<h3>${title}</h3><dl>${rows.map(
      ({ label, value, copied }) =>
        html`<div><dt>${label}</dt><dd><span class="value">${breakable(value)}</span>${copied && html`<button type="button" class="copy" hidden data-copy="${value}" data-done="${say('copied')}" aria-label="${say('copy', { label })}">${COPY}</button>`}</dd></div>`,
    )}</dl>`,
)}
<details><summary>${say('more')}</summary>
${guide.warnings.map((warning) => html`<p class="notice">${rich(warning)}</p>`)}
<table role="table"><thead role="rowgroup"><tr role="row">${guide.table.columns.map((column) => html`<th scope="col" role="columnheader">${column}</th>`)}</tr></thead>
<tbody role="rowgroup">${guide.table.rows.map((row) => html`<tr role="row">${row.map((cell) => html`<td role="cell">${cell}</td>`)}</tr>`)}</tbody></table>
</details>
</aside>`
}

/** Long hosts and addresses go on in the next line at a dot or an @, not in the middle of a word. */
function breakable(value: string): Part {
  return value.split(/(?<=@)|(?=\.)/).map((part, index) => html`${index > 0 && html`<wbr>`}${part}`)
}

const COPY = html`<svg viewBox="0 0 24 24" aria-hidden="true"><rect x="8" y="8" width="12" height="12" rx="2.500"/><path d="M16 8V6.500A2.500 2.500 0 0 0 13.500 4h-7A2.500 2.500 0 0 0 4 6.500v7A2.500 2.500 0 0 0 6.500 16H8"/></svg>`

function rich(text: RichText): Part {
  return text.map((span) =>
    span.style === 'strong'
      ? html`<strong>${span.text}</strong>`
      : span.style === 'code'
        ? html`<code>${span.text}</code>`
        : span.text,
  )
}
