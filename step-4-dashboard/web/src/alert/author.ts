/** Who writes notes on this browser; the server knows no users of its own. */
const storageKey = 'author'

export function readAuthor(): string {
  try {
    return localStorage.getItem(storageKey) ?? ''
  } catch {
    return ''
  }
}

export function rememberAuthor(name: string): void {
  try {
    localStorage.setItem(storageKey, name)
  } catch {
    // Storage is switched off: it is asked for again.
  }
}
