/** The one time zone that every moment is shown in: `?tz=` of the address, else what was chosen, else the viewer's. */
const storageKey = 'timeZone'
const listeners = new Set<() => void>()
export const ownTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
let current = read()

export function timeZone(): string {
  return current
}

/** Shows every moment in `zone` from now on, and remembers it. Of an unknown name nothing happens. */
export function chooseTimeZone(zone: string): void {
  if (!isTimeZone(zone) || zone === current) return
  current = zone
  try {
    localStorage.setItem(storageKey, zone)
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

export function onTimeZone(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}

function read(): string {
  try {
    const asked = new URLSearchParams(location.search).get('tz')
    const zone = asked ?? localStorage.getItem(storageKey) ?? ownTimeZone
    return isTimeZone(zone) ? zone : ownTimeZone
  } catch {
    return ownTimeZone
  }
}
