// Shows questions and answers; text is only ever put in as text.
const form = document.querySelector('form')
const main = document.querySelector('main')
let conversationId

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const text = form.elements.text.value.trim()
  if (text) ask(text)
})

async function ask(text) {
  const article = document.createElement('article')
  article.append(element('b', text))
  main.prepend(article)
  try {
    const response = await fetch('/v1/ask', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text, conversationId }),
    })
    const answer = await response.json()
    if (!response.ok) throw new Error(answer.detail)
    conversationId = answer.conversationId
    form.reset()
    article.append(element('pre', answer.text))
    const options = element('div', '')
    options.className = 'options'
    for (const option of answer.options) {
      const button = element('button', option.label)
      button.addEventListener('click', () => ask(option.text))
      options.append(button)
    }
    article.append(
      options,
      element('small', `${answer.outcome}, ${answer.topic ?? 'no topic'}, ${answer.confidence}`),
    )
  } catch (error) {
    article.append(element('pre', `This did not reach the bot: ${error.message}`))
  }
}

function element(name, text) {
  const made = document.createElement(name)
  made.textContent = text
  return made
}
