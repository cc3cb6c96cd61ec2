/** "Talk to a person": how things stand, and the form that asks how to reach somebody. */
import type { HandoffState, WidgetWords } from './api.ts'
import { linked } from './blocks.ts'
import { fill, h, icon } from './dom.ts'

export interface HandoffContext {
  words: WidgetWords
  /** Sends the form; rejects with the words to show. */
  submit(contact: { name: string; email: string }): Promise<void>
  cancel(): void
}

/** A card for one state. */
export function renderHandoff(state: HandoffState, context: HandoffContext): HTMLElement {
  const { words, provider } = context.words
  if (state.state === 'contact-needed') return renderForm(context)
  const hours = provider.hours ? h('p', { class: 'note' }, words.hours) : null
  const card = (title: string, ...rest: (Node | string | null)[]) =>
    h(
      'section',
      { class: 'card', tabindex: -1 },
      h('p', { class: 'card-title' }, icon('person'), h('span', {}, title)),
      ...(rest.filter(Boolean) as Node[]),
    )
  switch (state.state) {
    case 'ticket':
      return card(
        fill(words.ticket, { number: state.number }),
        h('p', {}, words['ticket-text']),
        hours,
        state.url && /^https?:/.test(state.url)
          ? h(
              'a',
              { class: 'button', href: state.url, target: '_blank', rel: 'noopener noreferrer' },
              words['ticket-link'],
            )
          : null,
      )
    case 'waiting':
      return card(words.waiting, h('p', {}, words['waiting-text']), hours)
    case 'sent':
      return card(words.sent, h('p', {}, words['sent-text']), hours)
    case 'reach-us':
      return card(
        words['reach-us'],
        h('p', {}, ...linked(words['reach-us-text'], context.words.domain)),
        hours,
      )
  }
}

function renderForm({ words: { words }, submit, cancel }: HandoffContext): HTMLElement {
  const name = field('name', words['contact-name'], { type: 'text', autocomplete: 'name', maxlength: 100 })
  const email = field(
    'email',
    words['contact-email'],
    { type: 'email', autocomplete: 'email', maxlength: 254, dir: 'ltr', inputmode: 'email' },
    words['contact-email-hint'],
  )
  const trouble = h('p', { class: 'field-error', role: 'alert' })
  const send = h('button', { type: 'submit', class: 'button' }, words['contact-send'])
  const form = h(
    'form',
    {
      class: 'card',
      novalidate: true,
      onsubmit: async (event: SubmitEvent) => {
        event.preventDefault()
        const fine = [
          name.check((value) => value.length > 0, words['contact-name-wrong']),
          email.check(
            (value) => /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/.test(value),
            words['contact-email-wrong'],
          ),
        ]
        const wrong = [name, email][fine.indexOf(false)]
        if (wrong) return wrong.input.focus()
        trouble.textContent = ''
        send.setAttribute('aria-disabled', 'true')
        try {
          await submit({ name: name.value(), email: email.value() })
        } catch (error) {
          trouble.textContent = (error as Error).message
        }
        send.removeAttribute('aria-disabled')
      },
    },
    h('p', { class: 'card-title' }, icon('person'), h('span', {}, words['contact-title'])),
    h('p', {}, words['contact-text']),
    name.element,
    email.element,
    trouble,
    h(
      'div',
      { class: 'row' },
      send,
      h('button', { type: 'button', class: 'quiet', onclick: cancel }, words['contact-cancel']),
    ),
  )
  return form
}

let fields = 0

function field(name: string, label: string, properties: Record<string, string | number>, hint?: string) {
  const id = `field-${++fields}`
  const problem = h('p', { class: 'field-error', id: `${id}-error` })
  const input = h('input', {
    id,
    name,
    required: true,
    'aria-describedby': `${id}-error${hint ? ` ${id}-hint` : ''}`,
    ...properties,
  })
  const value = () => input.value.trim()
  return {
    input,
    value,
    element: h(
      'div',
      { class: 'field' },
      h('label', { for: id }, label),
      input,
      hint !== undefined && h('p', { class: 'field-hint', id: `${id}-hint` }, hint),
      problem,
    ),
    /** Shows `message` beside the field when its value does not pass. */
    check(passes: (value: string) => boolean, message: string): boolean {
      const fine = passes(value())
      problem.textContent = fine ? '' : message
      if (fine) input.removeAttribute('aria-invalid')
      else input.setAttribute('aria-invalid', 'true')
      return fine
    },
  }
}
