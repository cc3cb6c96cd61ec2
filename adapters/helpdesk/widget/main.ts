/** `<script src="https://HOST/widget.js" async data-...></script>`: puts the widget on the page. */
import { createApi } from './api.ts'
import { createMemory } from './memory.ts'
import { type Options, Widget } from './widget.ts'

const TAG = 'mailsherpa-widget'

// Only while the script runs for the first time; a page may have added it in another way.
const script =
  (document.currentScript as HTMLScriptElement | null) ??
  document.querySelector<HTMLScriptElement>('script[src*="/widget.js"]')

if (script && !customElements.get(TAG)) {
  customElements.define(TAG, Widget)
  const base = new URL('.', script.src).href
  const { locale, color, theme, side, client } = script.dataset
  const options: Options = {
    locale: locale || document.documentElement.lang || navigator.language,
    color,
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    side: side === 'start' ? 'start' : 'end',
    client,
  }
  const show = () => {
    const widget = document.createElement(TAG) as Widget
    document.body.append(widget)
    void widget.begin(createApi(base), createMemory(base), options)
  }
  if (document.body) show()
  else document.addEventListener('DOMContentLoaded', show, { once: true })
}
