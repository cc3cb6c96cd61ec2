/** The custom element: a conversation in the panel, from the first question to "talk to a person". */
import { type Api, Failure, type HandoffState, type WidgetWords } from './api.ts'
import { copyText } from './clipboard.ts'
import { accentOf } from './colour.ts'
import { fill, icon } from './dom.ts'
import type { Memory, Turn } from './memory.ts'
import { createPanel, type Panel } from './panel.ts'
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

/** When a ticket's number is asked for again, in seconds. */
const ASK_AGAIN = [5, 10, 20, 40, 60, 60, 120, 300]
/** When the bot is asked for its words again after it did not answer, in seconds. */
const BEGIN_AGAIN = [5, 20, 60]
/** How long a copy button shows that it was pressed, in milliseconds. */
const COPIED = 2_000

export class Widget extends HTMLElement {
  #api!: Api
  #memory!: Memory
  #options!: Options
  #words!: WidgetWords
  #panel: Panel | undefined
  #views: TurnView[] = []
  /** What the files said that were asked about: as long as the page lasts, and nowhere else. */
  #texts = new WeakMap<Turn, string>()
  #busy = false
  #following = false

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
    if (this.#panel && !this.#panel.isOpen()) this.#show(this.#panel)
  }

  close(): void {
    if (this.#panel?.isOpen()) this.#hide(this.#panel)
  }

  /** Opens the panel and asks, for a page's own links. */
  ask(text: string): void {
    this.open()
    void this.#ask(text)
  }

  #build(): void {
    const shadow = this.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLES)
    shadow.adoptedStyleSheets = [sheet]
    const panel = createPanel(this.#words, this.#options.side, {
      toggle: () => (panel.isOpen() ? this.#hide(panel) : this.#show(panel)),
      close: () => this.#hide(panel),
      clear: () => this.#clear(),
      person: () => void this.#person(),
      submit: (text) => void this.#ask(text),
      file: (file) => void this.#askFile(file),
      start: (text) => void this.#ask(text, true),
    })
    this.#panel = panel
    shadow.append(panel.root)
    this.#colour(panel.root)
    // In front of everything on the page, and out of reach of what its ancestors are styled like.
    if (this.showPopover) {
      this.popover = 'manual'
      this.showPopover()
    }
    const { turns, open } = this.#memory.conversation
    for (const turn of turns) this.#add(turn)
    // A panel that covers the page would be in the way of somebody who goes on to the next page.
    if (open && !panel.isSmall()) this.#show(panel, false)
  }

  #colour(root: HTMLElement): void {
    const { color, theme } = this.#options
    if (theme !== 'auto') root.classList.add(theme)
    const accent = color ? accentOf(color, root) : null
    if (!accent) return
    root.style.setProperty('--accent-light', accent.light)
    root.style.setProperty('--accent-dark', accent.dark)
  }

  #show(panel: Panel, focus = true): void {
    panel.show(focus)
    this.#remember(true)
    const last = this.#views.at(-1)
    if (last) panel.scrollTo(last.element, false)
    void this.#follow()
  }

  #hide(panel: Panel): void {
    panel.hide()
    this.#remember(false)
  }

  #remember(open: boolean): void {
    this.#memory.conversation.open = open
    this.#memory.save()
  }

  /** `pressed` when a button was, which is gone afterwards: the answer then takes the focus. */
  async #ask(text: string, pressed = false): Promise<void> {
    if (this.#busy || !this.#panel) return
    const turn: Turn = { question: text }
    this.#memory.conversation.turns.push(turn)
    await this.#answer(turn, this.#add(turn), pressed)
  }

  /** The file's words are the question; its name stands for them. */
  async #askFile(file: File): Promise<void> {
    const panel = this.#panel!
    const { words, files } = this.#words
    const { id } = this.#memory.conversation
    this.#setBusy(true)
    panel.say(words.reading)
    const read = await this.#api.read(file).catch((error: unknown) => failed(error))
    this.#setBusy(false)
    panel.say('')
    if (id !== this.#memory.conversation.id) return
    if (!('text' in read)) {
      panel.complain('refusal' in read ? files[read.refusal] : this.#trouble(read))
      return
    }
    const turn: Turn = { file: file.name }
    this.#texts.set(turn, read.text)
    this.#memory.conversation.turns.push(turn)
    await this.#answer(turn, this.#add(turn), false)
  }

  #textOf(turn: Turn): string | undefined {
    return turn.question ?? this.#texts.get(turn)
  }

  async #answer(turn: Turn, view: TurnView, focus: boolean): Promise<void> {
    const panel = this.#panel!
    const { id } = this.#memory.conversation
    delete turn.failed
    this.#memory.save()
    view.thinking()
    this.#setBusy(true)
    panel.scrollTo(view.element)
    if (focus) panel.log.focus({ preventScroll: true })
    panel.say(this.#words.words.thinking)
    try {
      const { file } = turn
      turn.answer = await this.#api.ask(this.#textOf(turn)!, id, this.#words.locale, file !== undefined)
    } catch (error) {
      turn.failed = failed(error)
    }
    // The chat may have been cleared meanwhile.
    if (id !== this.#memory.conversation.id) return
    this.#setBusy(false)
    panel.say('')
    this.#changed(view, focus)
    if (turn.answer?.outcome === 'handoff') await this.#handoff(turn, view, focus)
  }

  #setBusy(is: boolean): void {
    this.#busy = is
    this.#panel!.busy(is)
  }

  /** A turn has something new to show. */
  #changed(view: TurnView, focus: boolean): void {
    this.#memory.save()
    view.update()
    this.#latest()
    this.#panel!.scrollTo(view.element)
    if (focus) view.focus()
  }

  /** "Talk to a person" without a question. One that is there already is shown again. */
  async #person(): Promise<void> {
    const known = this.#views[this.#memory.conversation.turns.findLastIndex((turn) => turn.handoff)]
    if (known) {
      this.#panel!.scrollTo(known.element)
      known.focus()
      return
    }
    const turn: Turn = {}
    this.#memory.conversation.turns.push(turn)
    await this.#handoff(turn, this.#add(turn), true)
  }

  /** With `contact` it is the form that asks, which shows by itself what goes wrong. */
  async #handoff(
    turn: Turn,
    view: TurnView,
    focus: boolean,
    contact?: { name: string; email: string },
  ): Promise<void> {
    const { id } = this.#memory.conversation
    let state: HandoffState
    try {
      state = await this.#standing(contact)
    } catch (error) {
      if (contact) throw new Error(this.#trouble(failed(error)))
      turn.failed = failed(error)
      this.#changed(view, false)
      return
    }
    if (id !== this.#memory.conversation.id) return
    delete turn.failed
    turn.handoff = state
    this.#changed(view, focus)
    void this.#follow()
  }

  #standing(contact?: { name: string; email: string }): Promise<HandoffState> {
    const { id: conversationId } = this.#memory.conversation
    return this.#api.handoff({
      conversationId,
      locale: this.#words.locale,
      client: this.#options.client,
      contact,
    })
  }

  /** Asks for the number of a ticket that waits, for as long as somebody looks. */
  async #follow(): Promise<void> {
    if (this.#following) return
    this.#following = true
    for (const pause of ASK_AGAIN) {
      const { id, turns } = this.#memory.conversation
      const at = turns.findIndex((turn) => turn.handoff?.state === 'waiting')
      if (at < 0 || !this.#panel!.isOpen()) break
      await new Promise((resolve) => setTimeout(resolve, pause * 1000))
      if (document.hidden || id !== this.#memory.conversation.id) continue
      const state = await this.#standing().catch(() => null)
      if (!state || state.state === 'waiting') continue
      turns[at]!.handoff = state
      this.#memory.save()
      this.#views[at]?.update()
    }
    this.#following = false
  }

  #add(turn: Turn): TurnView {
    const view: TurnView = createTurnView(turn, {
      words: this.#words,
      copy: (value, button) => void this.#copy(value, button),
      choose: (text) => void this.#ask(text, true),
      retry: () =>
        void (this.#textOf(turn) && !turn.answer
          ? this.#answer(turn, view, true)
          : this.#handoff(turn, view, true)),
      vote: (helpful) => void this.#vote(turn, view, helpful),
      person: () => void this.#person(),
      submit: (contact) => this.#handoff(turn, view, true, contact),
      cancel: () => this.#cancel(turn, view),
      trouble: (failure) => this.#trouble(failure),
    })
    this.#views.push(view)
    this.#panel!.log.append(view.element)
    this.#latest()
    return view
  }

  /** Only the last turn offers what to ask next. */
  #latest(): void {
    this.#panel!.intro(this.#views.length === 0)
    for (const [index, view] of this.#views.entries()) view.latest(index === this.#views.length - 1)
  }

  async #vote(turn: Turn, view: TurnView, helpful: boolean): Promise<void> {
    turn.vote = helpful
    this.#memory.save()
    view.update()
    view.focusAfterVote()
    this.#panel!.say(helpful ? this.#words.words.thanks : this.#words.words.sorry)
    // A vote that is lost is no reason to bother anybody.
    await this.#api.vote(turn.answer!.id, helpful).catch(() => {})
  }

  #cancel(turn: Turn, view: TurnView): void {
    delete turn.handoff
    if (turn.question || turn.file) view.update()
    else {
      const at = this.#views.indexOf(view)
      this.#views.splice(at, 1)
      this.#memory.conversation.turns.splice(at, 1)
      view.element.remove()
      this.#latest()
    }
    this.#memory.save()
    this.#panel!.focusInput()
  }

  async #copy(value: string, button: HTMLElement): Promise<void> {
    if (!(await copyText(value, button.closest('dialog')!))) return
    button.replaceChildren(icon('check'))
    button.classList.add('done')
    this.#panel!.say(this.#words.words.copied)
    setTimeout(() => {
      button.replaceChildren(icon('copy'))
      button.classList.remove('done')
    }, COPIED)
  }

  #clear(): void {
    this.#memory.clear()
    for (const view of this.#views) view.element.remove()
    this.#views = []
    this.#setBusy(false)
    this.#latest()
    this.#panel!.say(this.#words.words.cleared)
    this.#panel!.focusInput()
  }

  #trouble({ kind, seconds }: NonNullable<Turn['failed']>): string {
    return fill(this.#words.words[`error-${kind}`], { seconds })
  }
}

function failed(error: unknown): NonNullable<Turn['failed']> {
  return error instanceof Failure
    ? { kind: error.kind, seconds: error.seconds }
    : { kind: 'failed', seconds: 0 }
}
