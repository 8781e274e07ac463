/** The one value that makes up most of a stream, in two numbers (Boyer and Moore 1981). */
export class Majority {
  value = -1
  #lead = 0
  #count = 0

  add(value: number): void {
    this.#count++
    if (value === this.value) this.#lead++
    else if (this.#lead > 0) this.#lead--
    else {
      this.value = value
      this.#lead = 1
    }
  }

  /** Whether `value` is the majority for sure: it leads by a share of all that was added. */
  leadsBy(share: number): boolean {
    return this.#count > 0 && this.#lead >= this.#count * share
  }
}
