/** One question with what came of it. */
import type { WidgetWords } from './api.ts'
import { renderAnswer } from './blocks.ts'
import { h, icon } from './dom.ts'
import { renderHandoff } from './handoff.ts'
import type { Turn } from './memory.ts'

export interface TurnContext {
  words: WidgetWords
  copy(value: string, button: HTMLElement): void
  choose(text: string): void
  retry(): void
  vote(helpful: boolean): void
  person(): void
  submit(contact: { name: string; email: string }): Promise<void>
  cancel(): void
  trouble(failure: NonNullable<Turn['failed']>): string
}

export interface TurnView {
  element: HTMLElement
  /** Shows that the answer is being looked up. */
  thinking(): void
  /** Shows the turn as it stands now. */
  update(): void
  /** Whether it is the last one, which offers what to ask next. */
  latest(is: boolean): void
  /** Puts the focus where reading goes on. */
  focus(): void
  focusAfterVote(): void
}

export function createTurnView(turn: Turn, context: TurnContext): TurnView {
  const { words } = context.words
  const answer = h('div', { class: 'said' })
  const handoff = h('div', { class: 'handed' })
  const after = h('div', { class: 'after' })
  const element = h(
    'div',
    { class: 'turn' },
    (turn.question ?? turn.file) !== undefined &&
      h(
        'p',
        { class: turn.file === undefined ? 'question' : 'question file', dir: 'auto' },
        h('span', { class: 'hidden' }, `${words.you}: `),
        turn.file !== undefined && icon('file'),
        turn.question ?? turn.file,
      ),
    answer,
    handoff,
    after,
  )
  let isLatest = false
  let shownAnswer: Turn['answer']
  let shownHandoff: Turn['handoff']

  function update(): void {
    if (turn.answer !== shownAnswer || !turn.answer) {
      shownAnswer = turn.answer
      answer.replaceChildren(...(turn.answer ? [article(turn.answer)] : []))
    }
    if (turn.handoff !== shownHandoff) {
      shownHandoff = turn.handoff
      handoff.replaceChildren(...(turn.handoff ? [renderHandoff(turn.handoff, context)] : []))
    }
    after.replaceChildren(...afterwards())
  }

  function article(given: NonNullable<Turn['answer']>): HTMLElement {
    return h(
      'article',
      { class: 'answer', tabindex: -1, lang: given.locale, dir: given.dir, 'aria-label': words.answer },
      ...renderAnswer(given, context),
    )
  }

  function afterwards(): HTMLElement[] {
    if (turn.failed) {
      return [
        h(
          'div',
          { class: 'failure', role: 'alert' },
          icon('alert'),
          h('p', {}, context.trouble(turn.failed)),
          h('button', { type: 'button', class: 'button', onclick: context.retry }, words.retry),
        ),
      ]
    }
    if (!turn.answer || turn.handoff) return []
    const parts: HTMLElement[] = []
    if (turn.answer.outcome === 'answer') parts.push(feedback())
    if (isLatest && turn.answer.options.length > 0) parts.push(options(turn.answer))
    return parts
  }

  function feedback(): HTMLElement {
    if (turn.vote !== undefined) {
      return h(
        'div',
        { class: 'feedback', tabindex: -1 },
        h('p', {}, turn.vote ? words.thanks : words.sorry),
        !turn.vote &&
          isLatest &&
          h(
            'button',
            { type: 'button', class: 'quiet', onclick: context.person },
            icon('person'),
            words.person,
          ),
      )
    }
    const thumb = (helpful: boolean, label: string) =>
      h(
        'button',
        { type: 'button', class: helpful ? 'vote' : 'vote no', onclick: () => context.vote(helpful) },
        icon('up'),
        label,
      )
    return h(
      'div',
      { class: 'feedback', role: 'group', 'aria-label': words.helpful },
      h('p', {}, words.helpful),
      thumb(true, words.yes),
      thumb(false, words.no),
    )
  }

  function options({ outcome, options, locale, dir }: NonNullable<Turn['answer']>): HTMLElement {
    const title = outcome === 'clarify' ? words.choose : words.next
    return h(
      'div',
      { class: outcome === 'clarify' ? 'options choose' : 'options', role: 'group', 'aria-label': title },
      h('p', {}, title),
      h(
        'ul',
        { role: 'list', lang: locale, dir },
        ...options.map(({ label, text }) =>
          h('li', {}, h('button', { type: 'button', onclick: () => context.choose(text) }, label)),
        ),
      ),
    )
  }

  update()
  return {
    element,
    update,
    thinking() {
      answer.replaceChildren(
        h('p', { class: 'thinking' }, h('i'), h('i'), h('i'), h('span', { class: 'hidden' }, words.thinking)),
      )
      after.replaceChildren()
    },
    latest(is) {
      if (is === isLatest) return
      isLatest = is
      // Not while it is being answered: the dots stay.
      if (turn.answer || turn.failed) after.replaceChildren(...afterwards())
    },
    focus() {
      const form = handoff.querySelector<HTMLElement>('input')
      const card = handoff.querySelector<HTMLElement>('.card')
      const said = answer.querySelector<HTMLElement>('.answer')
      const retry = after.querySelector<HTMLElement>('.failure button')
      ;(retry ?? form ?? card ?? said)?.focus({ preventScroll: true })
    },
    focusAfterVote() {
      after.querySelector<HTMLElement>('.feedback')?.focus({ preventScroll: true })
    },
  }
}
