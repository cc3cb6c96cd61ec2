/** The custom element: launcher, panel, and what happens between them. */
import { type Api, Failure, type HandoffState, type WidgetWords } from './api.ts'
import { copyText } from './clipboard.ts'
import { accentOf } from './colour.ts'
import { fill, h, icon } from './dom.ts'
import type { Memory, Turn } from './memory.ts'
import { createTurnView, type TurnView } from './turn.ts'

/** The style sheet, put in when the widget is bundled. */
declare const STYLES: string

export interface Options {
  locale: string
  color: string | undefined
  theme: 'auto' | 'light' | 'dark'
  side: 'start' | 'end'
  /** Who is logged in, signed by the WHMCS hook. */
  client: string | undefined
}

/** Narrower or lower than this, the panel takes the whole screen. */
const SMALL = '(max-width: 520px), (max-height: 480px)'
const MOST_CHARACTERS = 4_000
/** When a ticket's number is asked for again, in seconds. */
const ASK_AGAIN = [5, 10, 20, 40, 60, 60, 120, 300]
/** When the bot is asked for its words again after it did not answer, in seconds. */
const BEGIN_AGAIN = [5, 20, 60]

export class Widget extends HTMLElement {
  #api!: Api
  #memory!: Memory
  #options!: Options
  #words!: WidgetWords
  #launcher!: HTMLButtonElement
  #panel!: HTMLDialogElement
  #log!: HTMLElement
  #intro!: HTMLElement
  #input!: HTMLTextAreaElement
  #send!: HTMLButtonElement
  #status!: HTMLElement
  #views: TurnView[] = []
  #busy = false
  readonly #small = matchMedia(SMALL)

  /** Loads the words and shows the launcher. Called once, after the element is in the document. */
  async begin(api: Api, memory: Memory, options: Options, tried = 0): Promise<void> {
    this.#api = api
    this.#memory = memory
    this.#options = options
    const kept = memory.words(options.locale)
    try {
      this.#words = kept ?? (await api.words(options.locale))
    } catch {
      // Without words there is nothing to show: the page stays as it is.
      const pause = BEGIN_AGAIN[tried]
      if (pause === undefined) {
        console.warn('Mailsherpa: the widget could not be loaded. Is this site in WIDGET_ORIGINS?')
        return
      }
      setTimeout(() => void this.begin(api, memory, options, tried + 1), pause * 1000)
      return
    }
    if (!kept) memory.keepWords(options.locale, this.#words)
    this.#build()
  }

  /** Opens the panel, for a page's own button. */
  open(): void {
    if (this.#panel && !this.#panel.open) this.#show()
  }

  close(): void {
    if (this.#panel?.open) this.#hide()
  }

  /** Opens the panel and asks, for a page's own links. */
  ask(text: string): void {
    this.open()
    void this.#ask(text)
  }

  #build(): void {
    const { words, provider, starters, locale, dir } = this.#words
    const shadow = this.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLES)
    shadow.adoptedStyleSheets = [sheet]

    this.#launcher = h(
      'button',
      {
        type: 'button',
        class: 'launcher',
        'aria-expanded': 'false',
        'aria-haspopup': 'dialog',
        onclick: () => this.#toggle(),
      },
      icon('chat'),
      icon('down'),
      h('span', {}, words.open),
    )
    this.#status = h('p', { class: 'hidden', role: 'status' })
    this.#input = h('textarea', {
      id: 'input',
      rows: 1,
      maxlength: MOST_CHARACTERS,
      placeholder: words.placeholder,
      enterkeyhint: 'send',
      oninput: () => this.#typed(),
      onkeydown: (event: KeyboardEvent) => {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
        event.preventDefault()
        this.#submit()
      },
    })
    this.#send = h(
      'button',
      { type: 'submit', class: 'send', 'aria-label': words.send, title: words.send },
      icon('send'),
    )
    this.#intro = h(
      'div',
      { class: 'intro' },
      h('p', { class: 'greeting' }, words.greeting),
      h('p', {}, words.invitation),
      h(
        'ul',
        { class: 'starters', role: 'list' },
        ...starters.map(({ label, text }) =>
          h(
            'li',
            {},
            h(
              'button',
              { type: 'button', onclick: () => void this.#ask(text, true) },
              h('span', {}, label),
              icon('next'),
            ),
          ),
        ),
      ),
    )
    this.#log = h('div', { class: 'log', role: 'log', tabindex: 0, 'aria-label': words.title }, this.#intro)
    this.#panel = h(
      'dialog',
      { class: 'panel', 'aria-labelledby': 'title' },
      h(
        'header',
        {},
        h('span', { class: 'mark' }, icon('chat')),
        h(
          'div',
          { class: 'names' },
          h('p', { id: 'title', class: 'title' }, words.title),
          h('p', { class: 'provider' }, provider.name),
        ),
        this.#iconButton('clear', words.clear, () => this.#clear()),
        this.#iconButton('close', words.close, () => this.#hide()),
      ),
      this.#log,
      h(
        'form',
        {
          class: 'composer',
          onsubmit: (event: SubmitEvent) => {
            event.preventDefault()
            this.#submit()
          },
        },
        h('label', { class: 'hidden', for: 'input' }, words.input),
        this.#input,
        this.#send,
      ),
      h(
        'footer',
        {},
        h(
          'button',
          { type: 'button', class: 'quiet', onclick: () => void this.#person() },
          icon('person'),
          words.person,
        ),
        h('span', {}, words['no-passwords']),
      ),
      this.#status,
    )
    this.#panel.addEventListener('cancel', (event) => {
      event.preventDefault()
      this.#hide()
    })
    this.#panel.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      this.#hide()
    })
    const root = h(
      'section',
      { class: `root ${this.#options.side}`, lang: locale, dir, 'aria-label': words.title },
      this.#launcher,
      this.#panel,
    )
    shadow.append(root)
    this.#colour(root)
    // In front of everything on the page, and out of reach of what its ancestors are styled like.
    if (this.showPopover) {
      this.popover = 'manual'
      this.showPopover()
    }
    this.#small.addEventListener('change', () => {
      if (!this.#panel.open) return
      this.#panel.close()
      this.#show(false)
    })
    visualViewport?.addEventListener('resize', () => this.#fit())

    for (const turn of this.#memory.conversation.turns) this.#add(turn)
    this.#typed()
    // A panel that covers the page is not in the way of somebody who goes on to the next page.
    if (this.#memory.conversation.open && !this.#small.matches) this.#show(false)
  }

  #iconButton(name: Parameters<typeof icon>[0], label: string, onclick: () => void): HTMLButtonElement {
    return h(
      'button',
      { type: 'button', class: 'icon', 'aria-label': label, title: label, onclick },
      icon(name),
    )
  }

  #colour(root: HTMLElement): void {
    const { color, theme } = this.#options
    if (theme !== 'auto') root.classList.add(theme)
    const accent = color ? accentOf(color, root) : null
    if (!accent) return
    root.style.setProperty('--accent-light', accent.light)
    root.style.setProperty('--accent-dark', accent.dark)
  }

  #toggle(): void {
    if (this.#panel.open) this.#hide()
    else this.#show()
  }

  #show(focus = true): void {
    // On a small screen the page behind must be out of reach: it cannot be seen.
    if (this.#small.matches) this.#panel.showModal()
    else this.#panel.show()
    this.#launcher.setAttribute('aria-expanded', 'true')
    this.#fit()
    this.#grow()
    this.#remember(true)
    this.#toEnd(false)
    if (focus) (matchMedia('(pointer: coarse)').matches ? this.#log : this.#input).focus()
    else if (this.shadowRoot!.activeElement instanceof HTMLElement) this.shadowRoot!.activeElement.blur()
    this.#follow()
  }

  #hide(): void {
    this.#panel.close()
    this.#launcher.setAttribute('aria-expanded', 'false')
    this.#remember(false)
    this.#launcher.focus()
  }

  #remember(open: boolean): void {
    this.#memory.conversation.open = open
    this.#memory.save()
  }

  /** Keeps the panel above a phone's keyboard. */
  #fit(): void {
    const height = this.#small.matches && visualViewport ? `${visualViewport.height}px` : ''
    this.#panel.style.setProperty('--height', height || '100dvh')
  }

  #typed(): void {
    const { length } = this.#input.value.trim()
    this.#send.setAttribute('aria-disabled', String(length === 0 || this.#busy))
    this.#grow()
    if (length >= MOST_CHARACTERS) this.#say(fill(this.#words.words['too-long'], { most: MOST_CHARACTERS }))
  }

  /** As high as what is written; a closed panel has no height to measure. */
  #grow(): void {
    if (!this.#panel.open) return
    this.#input.style.height = 'auto'
    this.#input.style.height = `${this.#input.scrollHeight}px`
  }

  #submit(): void {
    const text = this.#input.value.trim()
    if (!text || this.#busy) return
    this.#input.value = ''
    void this.#ask(text)
  }

  /** `pressed` when a button was, which is gone afterwards: the answer then takes the focus. */
  async #ask(text: string, pressed = false): Promise<void> {
    if (this.#busy) return
    const turn: Turn = { question: text }
    this.#memory.conversation.turns.push(turn)
    await this.#answer(turn, this.#add(turn), pressed)
  }

  async #answer(turn: Turn, view: TurnView, focus: boolean): Promise<void> {
    const { id } = this.#memory.conversation
    delete turn.failed
    this.#busy = true
    this.#memory.save()
    view.thinking()
    this.#typed()
    this.#toTurn(view)
    if (focus) this.#log.focus({ preventScroll: true })
    this.#say(this.#words.words.thinking)
    try {
      turn.answer = await this.#api.ask(turn.question!, id, this.#words.locale)
    } catch (error) {
      turn.failed = failed(error)
    }
    this.#busy = false
    this.#say('')
    this.#typed()
    // The chat may have been cleared meanwhile.
    if (id !== this.#memory.conversation.id) return
    this.#memory.save()
    view.update()
    this.#latest()
    this.#toTurn(view)
    if (focus) view.focus()
    if (turn.answer?.outcome === 'handoff') await this.#handoff(turn, view, focus)
  }

  /** "Talk to a person" without a question. */
  async #person(): Promise<void> {
    const at = this.#memory.conversation.turns.findLastIndex((turn) => turn.handoff)
    const known = this.#views[at]
    if (known) {
      this.#toTurn(known)
      known.focus()
      return
    }
    const turn: Turn = {}
    this.#memory.conversation.turns.push(turn)
    await this.#handoff(turn, this.#add(turn), true)
  }

  async #handoff(
    turn: Turn,
    view: TurnView,
    focus: boolean,
    contact?: { name: string; email: string },
  ): Promise<void> {
    const { id } = this.#memory.conversation
    let state: HandoffState
    try {
      state = await this.#api.handoff({
        conversationId: id,
        locale: this.#words.locale,
        client: this.#options.client,
        contact,
      })
      delete turn.failed
    } catch (error) {
      if (contact) throw new Error(this.#trouble(failed(error)))
      turn.failed = failed(error)
      view.update()
      this.#toTurn(view)
      return
    }
    if (id !== this.#memory.conversation.id) return
    turn.handoff = state
    this.#memory.save()
    view.update()
    this.#latest()
    this.#toTurn(view)
    if (focus) view.focus()
    this.#follow()
  }

  #following = false

  /** Asks for the number of a ticket that waits, for as long as somebody looks. */
  async #follow(): Promise<void> {
    if (this.#following) return
    this.#following = true
    for (const pause of ASK_AGAIN) {
      const { id, turns } = this.#memory.conversation
      const at = turns.findIndex((turn) => turn.handoff?.state === 'waiting')
      if (at < 0 || !this.#panel.open) break
      await new Promise((resolve) => setTimeout(resolve, pause * 1000))
      if (document.hidden || id !== this.#memory.conversation.id) continue
      await this.#api
        .handoff({ conversationId: id, locale: this.#words.locale, client: this.#options.client })
        .then((state) => {
          if (state.state === 'waiting') return
          turns[at]!.handoff = state
          this.#memory.save()
          this.#views[at]?.update()
        })
        .catch(() => {})
    }
    this.#following = false
  }

  #add(turn: Turn): TurnView {
    const view: TurnView = createTurnView(turn, {
      words: this.#words,
      copy: (value, button) => void this.#copy(value, button),
      choose: (text) => void this.#ask(text, true),
      retry: () =>
        void (turn.question && !turn.answer
          ? this.#answer(turn, view, true)
          : this.#handoff(turn, view, true)),
      vote: (helpful) => void this.#vote(turn, view, helpful),
      person: () => void this.#person(),
      submit: (contact) => this.#handoff(turn, view, true, contact),
      cancel: () => this.#cancel(turn, view),
      trouble: (failure) => this.#trouble(failure),
    })
    this.#views.push(view)
    this.#log.append(view.element)
    this.#latest()
    return view
  }

  /** Only the last turn offers what to ask next. */
  #latest(): void {
    this.#intro.classList.toggle('over', this.#views.length > 0)
    for (const [index, view] of this.#views.entries()) view.latest(index === this.#views.length - 1)
  }

  async #vote(turn: Turn, view: TurnView, helpful: boolean): Promise<void> {
    turn.vote = helpful
    this.#memory.save()
    view.update()
    view.focusAfterVote()
    this.#say(helpful ? this.#words.words.thanks : this.#words.words.sorry)
    // A vote that is lost is no reason to bother anybody.
    await this.#api.vote(turn.answer!.id, helpful).catch(() => {})
  }

  #cancel(turn: Turn, view: TurnView): void {
    delete turn.handoff
    if (turn.question) view.update()
    else {
      const at = this.#views.indexOf(view)
      this.#views.splice(at, 1)
      this.#memory.conversation.turns.splice(at, 1)
      view.element.remove()
      this.#latest()
    }
    this.#memory.save()
    this.#input.focus()
  }

  async #copy(value: string, button: HTMLElement): Promise<void> {
    if (!(await copyText(value, this.#panel))) return
    button.replaceChildren(icon('check'))
    button.classList.add('done')
    this.#say(this.#words.words.copied)
    setTimeout(() => {
      button.replaceChildren(icon('copy'))
      button.classList.remove('done')
    }, 2_000)
  }

  #clear(): void {
    this.#memory.clear()
    for (const view of this.#views) view.element.remove()
    this.#views = []
    this.#busy = false
    this.#latest()
    this.#typed()
    this.#say(this.#words.words.cleared)
    this.#input.focus()
  }

  #trouble({ kind, seconds }: NonNullable<Turn['failed']>): string {
    return fill(this.#words.words[`error-${kind}`], { seconds })
  }

  /** For those who listen: said once, and not again when the same comes back. */
  #say(text: string): void {
    this.#status.textContent = text
  }

  #toTurn(view: TurnView): void {
    this.#scroll(view.element.offsetTop - this.#log.offsetTop - 12)
  }

  #toEnd(smoothly: boolean): void {
    const last = this.#views.at(-1)
    if (last) this.#scroll(last.element.offsetTop - this.#log.offsetTop - 12, smoothly)
  }

  #scroll(top: number, smoothly = true): void {
    const calm = !smoothly || matchMedia('(prefers-reduced-motion: reduce)').matches
    this.#log.scrollTo({ top, behavior: calm ? 'instant' : 'smooth' })
  }
}

function failed(error: unknown): NonNullable<Turn['failed']> {
  return error instanceof Failure
    ? { kind: error.kind, seconds: error.seconds }
    : { kind: 'failed', seconds: 0 }
}
