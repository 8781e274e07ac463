import { itemsOf } from './address-set.ts'
import { RefusedRule } from './refused-rule.ts'
import type { Variables } from './variables.ts'

const portCount = 65_536

/** Ports that a rule names, as ranges from low to high. */
export class PortSet {
  /** First and last of each range, in one list. */
  readonly ranges: Uint16Array

  /** @throws RefusedRule */
  constructor(text: string, variables: Variables) {
    this.ranges = rangesOf(marksOf(text, variables, 0))
  }

  get isAny(): boolean {
    return this.ranges.length === 2 && this.ranges[0] === 0 && this.ranges[1] === portCount - 1
  }

  has(port: number): boolean {
    const { ranges } = this
    for (let at = 0; at < ranges.length; at += 2) {
      if (port < (ranges[at] as number)) return false
      if (port <= (ranges[at + 1] as number)) return true
    }
    return false
  }
}

/** A byte a port: 1 where it is in the set. */
function marksOf(text: string, variables: Variables, depth: number): Uint8Array {
  const marks = new Uint8Array(portCount)
  const items = itemsOf(text, depth)
  const taken = items.filter((item) => item.startsWith('!'))
  const given = items.filter((item) => !item.startsWith('!'))
  if (given.length === 0) marks.fill(1)
  for (const item of given) {
    if (item.startsWith('[') || item.startsWith('$')) {
      const inner = item.startsWith('$') ? variables.port(item.slice(1)) : item
      fill(marks, marksOf(inner, variables, depth + 1), 1)
    } else fillRange(marks, item)
  }
  for (const item of taken) fill(marks, marksOf(item.slice(1), variables, depth + 1), 0)
  return marks
}

/** Sets the mark of each port that others name. */
function fill(marks: Uint8Array, others: Uint8Array, mark: 0 | 1): void {
  const ranges = rangesOf(others)
  for (let at = 0; at < ranges.length; at += 2) {
    marks.fill(mark, ranges[at] as number, (ranges[at + 1] as number) + 1)
  }
}

function fillRange(marks: Uint8Array, item: string): void {
  if (item === 'any') {
    marks.fill(1)
    return
  }
  const [, first = '', colon, last = ''] = /^(\d{0,5})(:?)(\d{0,5})$/.exec(item) ?? []
  const low = Number(first || 0)
  const high = colon ? Number(last || portCount - 1) : low
  if ((first === '' && last === '') || low > high || high >= portCount) {
    throw new RefusedRule('value', `${item} is no port and no range of ports`)
  }
  marks.fill(1, low, high + 1)
}

function rangesOf(marks: Uint8Array): Uint16Array {
  const ranges: number[] = []
  for (let end = 0; ; ) {
    const first = marks.indexOf(1, end)
    if (first === -1) break
    end = marks.indexOf(0, first)
    if (end === -1) end = portCount
    ranges.push(first, end - 1)
  }
  return Uint16Array.from(ranges)
}
