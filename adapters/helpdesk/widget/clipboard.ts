/** Puts a text on the clipboard. Resolves with whether it is there. */
export async function copyText(text: string, within: ShadowRoot | HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Not there without HTTPS, or not allowed in a frame: the older way.
  }
  const area = document.createElement('textarea')
  area.value = text
  area.readOnly = true
  area.className = 'hidden'
  const focused = (within.getRootNode() as ShadowRoot).activeElement as HTMLElement | null
  within.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  focused?.focus()
  return done
}
