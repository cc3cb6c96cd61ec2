// The buttons of the page: open the widget, ask a question there, copy the line.
const widget = () => document.querySelector('mailsherpa-widget')

document.addEventListener('click', async (event) => {
  const button = event.target instanceof Element ? event.target.closest('button') : null
  if (!button) return
  if ('open' in button.dataset) widget()?.open()
  if (button.dataset.ask) widget()?.ask(button.dataset.ask)
  if (button.dataset.copy) {
    const line = document.getElementById(button.dataset.copy)
    try {
      await navigator.clipboard.writeText(line.textContent)
      button.textContent = button.dataset.done
    } catch {
      // Without HTTPS there is no clipboard: the line is marked, to be copied by hand.
      getSelection()?.selectAllChildren(line)
    }
  }
})
