/**
 * Arrays that are used again. V8 counts what is made anew for each question, and after some it marks
 * all words of a million alerts to collect it, which takes longer than the questions.
 */
export class Scratch<Numbers extends Uint8Array | Uint32Array> {
  readonly #make: (length: number) => Numbers
  readonly #free: Numbers[] = []

  constructor(make: (length: number) => Numbers) {
    this.#make = make
  }

  /** Calls `work` with numbers that may be anything. They must not be used once it has returned. */
  with<Result>(length: number, work: (numbers: Numbers) => Result): Result {
    const last = this.#free.pop()
    const whole = last && last.length >= length ? last : this.#make(length + spareCount)
    const result = work(whole.subarray(0, length) as Numbers) // A part is of the same type.
    this.#free.push(whole)
    return result
  }

  /** The same with zeros. */
  withZeros<Result>(length: number, work: (numbers: Numbers) => Result): Result {
    return this.with(length, (numbers) => {
      numbers.fill(0)
      return work(numbers)
    })
  }
}

/** Room for rows that come later. */
const spareCount = 1_000
