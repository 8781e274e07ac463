const prime = 0x01000193
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** FNV-1a without a key, as anyone can compute it. */
function hashOf(text: string, from = 0x811c9dc5): number {
  let hash = from
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), prime)
  return hash | 0
}

/** The state before these characters, from the one behind them. */
function before(text: string, hash: number): number {
  let state = hash
  for (let at = text.length - 1; at >= 0; at--) {
    state = Math.imul(state, inverse) ^ text.charCodeAt(at)
  }
  return state
}

/** Of the prime, modulo 2^32: Newton's method doubles the digits that are right. */
const inverse = [0, 1, 2, 3, 4].reduce((x) => Math.imul(x, 2 - Math.imul(prime, x)), prime)

/**
 * Names below a domain that all have one hash by FNV-1a, each with data in front: the middle is met
 * from both sides, over four letters each.
 */
export function steeredNames(data: readonly string[], domain: string): string[] {
  const middle = new Map<number, string>()
  for (const tail of texts(3)) middle.set(before(`${tail}.${domain}`, 0), tail)
  return data.map((start) => {
    const state = hashOf(start)
    for (const head of texts(5)) {
      const tail = middle.get(hashOf(head, state))
      if (tail !== undefined) return `${start}${head}${tail}.${domain}`
    }
    throw new Error(`no name was found for ${start}`)
  })
}

function* texts(length: number): Generator<string> {
  if (length === 0) yield ''
  else for (const rest of texts(length - 1)) for (const letter of letters) yield rest + letter
}
