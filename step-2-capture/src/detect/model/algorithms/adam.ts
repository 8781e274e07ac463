/** How far the two running means look back (Kingma and Ba, "Adam", 2015, algorithm 1). */
const decay = { gradient: 0.9, square: 0.999 }
const tiny = 1e-8

/** Adam: each parameter takes steps of about the learning rate, whatever its gradient's size. */
export class Adam {
  readonly #mean: Float64Array
  readonly #square: Float64Array
  #step = 0

  constructor(parameterCount: number) {
    this.#mean = new Float64Array(parameterCount)
    this.#square = new Float64Array(parameterCount)
  }

  /** Moves `parameters` against `gradient`, and clears it for the next batch. */
  update(parameters: Float64Array, gradient: Float64Array, learningRate: number): void {
    this.#step++
    const rate =
      (learningRate * Math.sqrt(1 - decay.square ** this.#step)) /
      (1 - decay.gradient ** this.#step)
    for (let i = 0; i < parameters.length; i++) {
      const slope = gradient[i]!
      const mean = decay.gradient * this.#mean[i]! + (1 - decay.gradient) * slope
      const square = decay.square * this.#square[i]! + (1 - decay.square) * slope * slope
      this.#mean[i] = mean
      this.#square[i] = square
      parameters[i]! -= (rate * mean) / (Math.sqrt(square) + tiny)
      gradient[i] = 0
    }
  }
}
