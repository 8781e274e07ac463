/** Single keys can be switched off: speech input and slips would trigger them (WCAG 2.1.4). */
const storageKey = 'shortcuts'
let isOn = read()

export function areShortcutsOn(): boolean {
  return isOn
}

export function switchShortcuts(to: 'on' | 'off'): void {
  isOn = to === 'on'
  try {
    localStorage.setItem(storageKey, to)
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}

function read(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off'
  } catch {
    return true
  }
}
