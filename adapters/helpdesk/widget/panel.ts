/** The launcher and the panel: their parts, and how they open, close, grow and scroll. Knows no conversation. */
import { LONGEST_QUESTION } from '../../../src/message.ts'
import type { WidgetWords } from './api.ts'
import { fill, h, icon } from './dom.ts'

export interface PanelActions {
  /** The launcher, the close button or Escape was pressed. */
  toggle(): void
  close(): void
  clear(): void
  person(): void
  /** A question was written and sent. */
  submit(text: string): void
  /** A message file was chosen or dropped. */
  file(file: File): void
  /** A quick question was pressed. */
  start(text: string): void
}

export interface Panel {
  root: HTMLElement
  /** Where turns go. */
  log: HTMLElement
  isOpen(): boolean
  /** Whether the panel takes the whole screen. */
  isSmall(): boolean
  show(focus: boolean): void
  hide(): void
  /** While a question is answered, none is sent. */
  busy(is: boolean): void
  /** Whether the greeting and the quick questions stand there. */
  intro(shown: boolean): void
  focusInput(): void
  /** For those who listen: said once, and not again when the same comes back. */
  say(text: string): void
  /** Why something that was added cannot be taken; gone with the next thing that is written or added. */
  complain(text: string): void
  /** Brings the beginning of this turn to the top. */
  scrollTo(turn: HTMLElement, smoothly?: boolean): void
}

/** Narrower or lower than this, the panel takes the whole screen. */
const SMALL = '(max-width: 520px), (max-height: 480px)'
/** Between the top of the log and the turn that is read, in points. */
const ABOVE = 12

export function createPanel(
  { words, provider, starters, locale, dir }: WidgetWords,
  side: 'start' | 'end',
  actions: PanelActions,
): Panel {
  const small = matchMedia(SMALL)
  let isBusy = false

  const launcher = h(
    'button',
    {
      type: 'button',
      class: 'launcher',
      'aria-expanded': 'false',
      'aria-haspopup': 'dialog',
      onclick: () => actions.toggle(),
    },
    icon('chat'),
    icon('down'),
    h('span', {}, words.open),
  )
  const status = h('p', { class: 'hidden', role: 'status' })
  const input = h('textarea', {
    id: 'input',
    rows: 1,
    maxlength: LONGEST_QUESTION,
    placeholder: words.placeholder,
    enterkeyhint: 'send',
    oninput: typed,
    onkeydown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
      event.preventDefault()
      submit()
    },
  })
  const send = h(
    'button',
    { type: 'submit', class: 'send', 'aria-label': words.send, title: words.send },
    icon('send'),
  )
  const chooser = h('input', {
    type: 'file',
    class: 'hidden',
    accept: '.eml,message/rfc822',
    tabindex: -1,
    'aria-hidden': 'true',
    onchange: () => {
      take(chooser.files)
      // The same file again is a change as well.
      chooser.value = ''
    },
  })
  const attach = h(
    'button',
    {
      type: 'button',
      class: 'attach',
      'aria-label': words.file,
      title: words.file,
      onclick: () => chooser.click(),
    },
    icon('file'),
  )
  const complaint = h('p', { class: 'complaint', role: 'alert' })
  const intro = h(
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
            { type: 'button', onclick: () => actions.start(text) },
            h('span', {}, label),
            icon('next'),
          ),
        ),
      ),
    ),
  )
  const log = h('div', { class: 'log', role: 'log', tabindex: 0, 'aria-label': words.title }, intro)
  const dialog = h(
    'dialog',
    {
      class: 'panel',
      'aria-labelledby': 'title',
      ondragover: (event: DragEvent) => {
        if (!event.dataTransfer?.types.includes('Files')) return
        event.preventDefault()
        dialog.classList.add('dropping')
      },
      ondragleave: (event: DragEvent) => {
        if (!dialog.contains(event.relatedTarget as Node | null)) dialog.classList.remove('dropping')
      },
      ondrop: (event: DragEvent) => {
        dialog.classList.remove('dropping')
        if (!event.dataTransfer?.files.length) return
        event.preventDefault()
        take(event.dataTransfer.files)
      },
      oncancel: (event: Event) => {
        event.preventDefault()
        actions.close()
      },
      onkeydown: (event: KeyboardEvent) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        actions.close()
      },
    },
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
      iconButton('clear', words.clear, actions.clear),
      iconButton('close', words.close, actions.close),
    ),
    log,
    complaint,
    h(
      'form',
      {
        class: 'composer',
        onsubmit: (event: SubmitEvent) => {
          event.preventDefault()
          submit()
        },
      },
      h('label', { class: 'hidden', for: 'input' }, words.input),
      attach,
      chooser,
      input,
      send,
    ),
    h(
      'footer',
      {},
      h(
        'button',
        { type: 'button', class: 'quiet', onclick: () => actions.person() },
        icon('person'),
        words.person,
      ),
      h('span', {}, words['no-passwords']),
    ),
    status,
    h('div', { class: 'drop', 'aria-hidden': 'true' }, icon('file'), h('p', {}, words.drop)),
  )
  const root = h(
    'section',
    { class: `root ${side}`, lang: locale, dir, 'aria-label': words.title },
    launcher,
    dialog,
  )

  function submit(): void {
    const text = input.value.trim()
    if (!text || isBusy) return
    input.value = ''
    complain('')
    actions.submit(text)
  }

  function take(files: FileList | null): void {
    const file = files?.[0]
    if (!file || isBusy) return
    complain('')
    actions.file(file)
  }

  function complain(text: string): void {
    complaint.textContent = text
  }

  function typed(): void {
    const { length } = input.value.trim()
    if (length > 0) complain('')
    send.setAttribute('aria-disabled', String(length === 0 || isBusy))
    if (length >= LONGEST_QUESTION) say(fill(words['too-long'], { most: LONGEST_QUESTION }))
    // As high as what is written; a closed panel has no height to measure.
    if (!dialog.open) return
    input.style.height = 'auto'
    input.style.height = `${input.scrollHeight}px`
  }

  function say(text: string): void {
    status.textContent = text
  }

  /** Keeps the panel above a phone's keyboard. */
  function fitScreen(): void {
    const height = small.matches && visualViewport ? `${visualViewport.height}px` : '100dvh'
    dialog.style.setProperty('--height', height)
  }

  function show(focus: boolean): void {
    // On a small screen the page behind must be out of reach: it cannot be seen.
    if (small.matches) dialog.showModal()
    else dialog.show()
    launcher.setAttribute('aria-expanded', 'true')
    fitScreen()
    typed()
    // A phone's keyboard would hide the quick questions.
    if (focus) (matchMedia('(pointer: coarse)').matches ? log : input).focus()
    else (root.getRootNode() as ShadowRoot).querySelector<HTMLElement>(':focus')?.blur()
  }

  small.addEventListener('change', () => {
    if (!dialog.open) return
    dialog.close()
    show(false)
  })
  visualViewport?.addEventListener('resize', fitScreen)
  typed()

  return {
    root,
    log,
    isOpen: () => dialog.open,
    isSmall: () => small.matches,
    show,
    hide() {
      dialog.close()
      launcher.setAttribute('aria-expanded', 'false')
      launcher.focus()
    },
    busy(is) {
      isBusy = is
      typed()
    },
    intro(shown) {
      intro.classList.toggle('over', !shown)
    },
    focusInput: () => input.focus(),
    say,
    complain,
    scrollTo(turn, smoothly = true) {
      const calm = !smoothly || matchMedia('(prefers-reduced-motion: reduce)').matches
      log.scrollTo({ top: turn.offsetTop - log.offsetTop - ABOVE, behavior: calm ? 'instant' : 'smooth' })
    },
  }
}

function iconButton(name: Parameters<typeof icon>[0], label: string, onclick: () => void): HTMLButtonElement {
  return h(
    'button',
    { type: 'button', class: 'icon', 'aria-label': label, title: label, onclick },
    icon(name),
  )
}
