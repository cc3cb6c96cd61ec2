// What a script adds to the pages at /setup. Without it they hold the same words and work by forms alone.

/** The address of a link such as /setup#anna@example.com stays in the browser: no server or log sees it. */
function takeAddress(form) {
  const address = decodeURIComponent(location.hash.slice(1))
  if (!address.includes('@')) return
  history.replaceState(null, '', location.pathname + location.search)
  form.querySelector('input[name=address]').value = address
  form.requestSubmit()
}

/** An iPad calls itself a Mac, but has a touch screen. */
function sayDevice(form) {
  if (!/Mac/.test(navigator.userAgent) || navigator.maxTouchPoints === 0) return
  const device = document.createElement('input')
  device.type = 'hidden'
  device.name = 'device'
  device.value = 'ios'
  form.append(device)
}

/** One step at a time, with all of them one press away. */
function stepThrough(section) {
  const items = [...section.querySelectorAll('ol > li')]
  const words = section.dataset
  if (items.length < 2) return
  let now = 0
  const button = (text, style, press) => {
    const made = document.createElement('button')
    made.type = 'button'
    made.textContent = text
    made.className = style
    made.addEventListener('click', press)
    return made
  }
  const go = (by) => {
    const next = now + by
    if (next < 0 || next >= items.length) return
    now = next
    show()
    items[now].querySelector('.count').focus()
  }
  const back = button(words.back, 'back', () => go(-1))
  const next = button(words.next, 'next', () => go(1))
  const all = button(words.all, 'link', () => {
    const stepped = section.classList.toggle('stepped')
    back.hidden = next.hidden = !stepped
    all.textContent = stepped ? words.all : words.one
  })
  function show() {
    items.forEach((item, index) => {
      item.toggleAttribute('data-now', index === now)
    })
    // Not disabled: the one that was pressed last keeps the focus.
    back.setAttribute('aria-disabled', String(now === 0))
    next.setAttribute('aria-disabled', String(now === items.length - 1))
  }
  const stepping = document.createElement('div')
  stepping.className = 'stepping'
  stepping.append(back, next, all)
  section.querySelector('ol').after(stepping)
  section.classList.add('stepped')
  show()
}

async function copy(button) {
  const said = document.getElementById('said')
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
    for (const other of document.querySelectorAll('.copied')) other.classList.remove('copied')
    button.classList.add('copied')
    said.textContent = button.dataset.done
  } catch {
    // Without HTTPS there is no clipboard: the value is marked, to be copied by hand.
    getSelection()?.selectAllChildren(button.previousElementSibling)
  }
}

const form = document.querySelector('[data-address-form]')
if (form) {
  sayDevice(form)
  takeAddress(form)
}
for (const section of document.querySelectorAll('[data-steps]')) stepThrough(section)
const buttons = document.querySelectorAll('[data-copy]')
if (buttons.length > 0) {
  const said = document.createElement('p')
  said.id = 'said'
  said.className = 'hint'
  said.setAttribute('role', 'status')
  document.querySelector('.values h2').after(said)
}
for (const button of buttons) {
  button.hidden = false
  button.addEventListener('click', () => copy(button))
}
