import { AppError } from 'step-1-skeleton'

/** Ways in which one pattern may match from one place: what bounds its time. */
const waysMax = 4_096

/**
 * Compiles a regular expression that can not take long, or refuses it. Every repetition needs an
 * upper limit, nothing may look around or back, and all limits together may allow few ways to
 * match, so the work from any place of the text is bounded.
 * @throws AppError `E_UNSAFE_PATTERN`
 */
export function safePattern(source: string): RegExp {
  const cost = new PatternCost(source).ways()
  if (cost > waysMax) throw unsafe(source, `it can match in ${cost} ways, more than ${waysMax}`)
  return new RegExp(source, 'is')
}

/** Reads a pattern just far enough to multiply its repetitions. */
class PatternCost {
  readonly #source: string
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  ways(): number {
    const ways = this.#alternatives()
    if (this.#at < this.#source.length) throw unsafe(this.#source, 'it has a ) too many')
    return ways
  }

  /** The sum over the alternatives of a group. */
  #alternatives(): number {
    let total = 0
    let product = 1
    while (this.#at < this.#source.length && this.#source[this.#at] !== ')') {
      if (this.#source[this.#at] === '|') {
        total += product
        product = 1
        this.#at++
        continue
      }
      const inside = this.#atom()
      product *= this.#repeated(inside)
    }
    return total + product
  }

  /** One thing that can be repeated; returns the ways that it can match by itself. */
  #atom(): number {
    const char = this.#source[this.#at] as string
    if (char === '(') return this.#group()
    if (char === '[') this.#at = this.#classEnd()
    else if (char === '\\') {
      if (/[1-9k]/.test(this.#source[this.#at + 1] ?? '')) {
        throw unsafe(this.#source, 'it refers back to a group')
      }
      this.#at += 2
    } else this.#at++
    return 1
  }

  #group(): number {
    if (/^\(\?[^:]/.test(this.#source.slice(this.#at, this.#at + 3))) {
      throw unsafe(this.#source, 'it looks ahead, looks back or names a group')
    }
    this.#at += this.#source[this.#at + 1] === '?' ? 3 : 1
    const inside = this.#alternatives()
    if (this.#source[this.#at] !== ')') throw unsafe(this.#source, 'a group is not closed')
    this.#at++
    return inside
  }

  /** Reads the repetition behind an atom: each count that is allowed is one more way. */
  #repeated(inside: number): number {
    const rest = this.#source.slice(this.#at)
    if (/^[*+]/.test(rest) || /^\{\d+,\}/.test(rest)) {
      throw unsafe(this.#source, 'it repeats something without a limit')
    }
    const [quantifier, low, high = low] =
      /^\?/.exec(rest) === null ? (/^\{(\d+)(?:,(\d+))?\}/.exec(rest) ?? ['']) : ['?', '0', '1']
    if (quantifier === '') return inside
    this.#at += quantifier.length
    if (this.#source[this.#at] === '?') this.#at++
    const most = Number(high)
    // A group with choices inside multiplies them with each turn.
    const turns = inside === 1 ? 1 : inside ** most
    return turns * (most - Number(low) + 1)
  }

  #classEnd(): number {
    let at = this.#at + 1
    while (at < this.#source.length && this.#source[at] !== ']') {
      at += this.#source[at] === '\\' ? 2 : 1
    }
    return at + 1
  }
}

function unsafe(source: string, reason: string): AppError {
  return new AppError('E_UNSAFE_PATTERN', `the pattern ${source} is refused: ${reason}`, {
    status: 422,
    fix: 'Give each repetition an upper limit, such as {0,64}, and leave out look-arounds.',
  })
}
