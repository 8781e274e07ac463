/** Ticks that were sent, and that the other thread has not taken yet. */
export class UntakenTicks {
  #count = 0
  #onTaken: () => void = () => {}

  get count(): number {
    return this.#count
  }

  sent(): void {
    this.#count++
  }

  taken(): void {
    this.#count--
    this.#onTaken()
  }

  /** Resolves when the next one is taken. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#onTaken = resolve
    })
  }

  /** Resolves when all are taken. */
  async none(): Promise<void> {
    while (this.#count > 0) await this.next()
  }
}
