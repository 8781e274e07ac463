/** The event that asks for the list of keys. */
export const askedEvent = 'shortcutsasked'

/** Shows the list of keys, from wherever it is asked for. */
export function openShortcuts(): void {
  window.dispatchEvent(new Event(askedEvent))
}
