import { exerciseOf } from '../learn/exercises.ts'

/** A hundred laptops are five rooms; each costs less than a kilobyte. */
const nameCountMax = 100
const nameLengthMax = 40

/** Who is how far, while the program runs; nothing of it is ever written. */
export class Room {
  readonly #passed = new Map<string, Set<string>>()

  /** Notes a pass. @returns why not, when it is none */
  note(given: unknown): string | undefined {
    const { name, exercise, ...more } = fieldsOf(given)
    if (Object.keys(more).length > 0) return 'a pass is a name and an exercise, and nothing else'
    if (typeof name !== 'string' || !isName(name)) {
      return `a name has 1 to ${nameLengthMax} letters, digits, spaces, dots or hyphens`
    }
    if (typeof exercise !== 'string' || !exerciseOf(exercise)) return 'there is no such exercise'
    const passed = this.#passed.get(name) ?? new Set()
    if (!this.#passed.has(name) && this.#passed.size >= nameCountMax) {
      return `the room has ${nameCountMax} names`
    }
    this.#passed.set(name, passed.add(exercise))
    return undefined
  }

  /** By name: how many exercises, and the last of them. */
  rows(): { readonly name: string; readonly count: number; readonly last: string }[] {
    return [...this.#passed]
      .map(([name, passed]) => ({ name, count: passed.size, last: [...passed].at(-1) ?? '' }))
      .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))
  }
}

/** Letters of any script; nothing that a terminal would take for a command. */
function isName(text: string): boolean {
  return text.length <= nameLengthMax && /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .-]*$/u.test(text)
}

function fieldsOf(given: unknown): Record<string, unknown> {
  return typeof given === 'object' && given !== null ? { ...given } : {}
}
