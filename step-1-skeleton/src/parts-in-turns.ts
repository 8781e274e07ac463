import { setImmediate } from 'node:timers/promises'

/** The elements in parts of `partLength`, each once others had a turn of the event loop. */
export async function* partsInTurns<Element>(
  elements: readonly Element[],
  partLength: number,
): AsyncGenerator<readonly Element[]> {
  for (let first = 0; first < elements.length; first += partLength) {
    await setImmediate()
    yield elements.slice(first, first + partLength)
  }
}
