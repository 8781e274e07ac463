/** Most nodes: 32,768 of them by 96 classes of byte at 2 B are 6 MB. */
const nodeCountMax = 32_768

/**
 * Finds all of many literals in one pass over bytes (Aho and Corasick 1975), as a dense table: one
 * look-up a byte, whatever the number of patterns. Letters match in either case. Bytes that are in
 * no pattern share one class, which keeps the table small.
 */
export class AhoCorasick {
  /** Where a search starts; states are numbers that may be kept between two pieces of a stream. */
  static readonly start = 0
  readonly #classOf = new Uint8Array(256)
  readonly #next: Uint16Array
  readonly #classCount: number
  /** For each node the patterns that end there; undefined for most. */
  readonly #found: (readonly number[] | undefined)[]
  readonly #hasFound: Uint8Array

  /** @param patterns Literals of at least one byte; the position in the list is their number. */
  constructor(patterns: readonly Uint8Array[]) {
    this.#classCount = this.#nameClasses(patterns)
    const tree = new PatternTree(this.#classCount)
    patterns.forEach((pattern, number) => {
      tree.add(
        Array.from(pattern, (byte) => this.#classOf[byte] as number),
        number,
      )
    })
    const { next, found } = tree.close()
    this.#next = next
    this.#found = found
    this.#hasFound = Uint8Array.from(found, (numbers) => (numbers ? 1 : 0))
  }

  /**
   * Goes on from `state` over `bytes[start, end)` and returns the new state. `onFound` is told the
   * number of each pattern and the offset behind its last byte.
   */
  run(
    state: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    onFound: (pattern: number, end: number) => void,
  ): number {
    const next = this.#next
    const classOf = this.#classOf
    const hasFound = this.#hasFound
    const width = this.#classCount
    let node = state
    for (let at = start; at < end; at++) {
      node = next[node * width + (classOf[bytes[at] as number] as number)] as number
      if (hasFound[node] === 0) continue
      for (const pattern of this.#found[node] as readonly number[]) onFound(pattern, at + 1)
    }
    return node
  }

  /** Gives each byte of the patterns a class of its own, small letters and capitals the same. */
  #nameClasses(patterns: readonly Uint8Array[]): number {
    let count = 1
    for (const pattern of patterns) {
      for (const byte of pattern) {
        const lower = lowerCase(byte)
        if (this.#classOf[lower] === 0) this.#classOf[lower] = count++
      }
    }
    for (let capital = 65; capital <= 90; capital++) {
      this.#classOf[capital] = this.#classOf[capital + 32] as number
    }
    return count
  }
}

/** The tree of all patterns, and then its failure links turned into a complete table. */
class PatternTree {
  readonly #width: number
  readonly #children: Map<number, number>[] = [new Map()]
  readonly #found: (number[] | undefined)[] = [undefined]

  constructor(width: number) {
    this.#width = width
  }

  add(classes: readonly number[], pattern: number): void {
    let node = 0
    for (const value of classes) {
      const children = this.#children[node] as Map<number, number>
      let child = children.get(value)
      if (child === undefined) {
        child = this.#children.length
        if (child === nodeCountMax) throw new Error(`more than ${nodeCountMax} nodes of patterns`)
        this.#children.push(new Map())
        this.#found.push(undefined)
        children.set(value, child)
      }
      node = child
    }
    const found = this.#found[node]
    if (found) found.push(pattern)
    else this.#found[node] = [pattern]
  }

  /** Breadth first, so that the shorter suffix of each node is complete before the node is. */
  close(): { next: Uint16Array; found: (readonly number[] | undefined)[] } {
    const width = this.#width
    const next = new Uint16Array(this.#children.length * width)
    const suffix = new Uint16Array(this.#children.length)
    const queue = [0]
    for (const node of queue) {
      const children = this.#children[node] as Map<number, number>
      for (let value = 0; value < width; value++) {
        const fallback = node === 0 ? 0 : (next[(suffix[node] as number) * width + value] as number)
        const child = children.get(value)
        next[node * width + value] = child ?? fallback
        if (child === undefined) continue
        suffix[child] = fallback
        this.#inherit(child, fallback)
        queue.push(child)
      }
    }
    return { next, found: this.#found }
  }

  /** What ends at a suffix of a node ends at the node too. */
  #inherit(node: number, suffix: number): void {
    const inherited = this.#found[suffix]
    if (!inherited) return
    this.#found[node] = [...(this.#found[node] ?? []), ...inherited]
  }
}

function lowerCase(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte
}
