import type { Random } from './random.ts'

/** Fully connected layers with tanh between them and none after the last. */
export interface DenseNetwork {
  /** Numbers that go in, through each hidden layer, and out. */
  readonly layerSizes: readonly number[]
  /** Layer after layer: for each output its weights, then the biases. */
  readonly parameters: Float64Array
}

export function parameterCount(layerSizes: readonly number[]): number {
  return layerShapes(layerSizes).reduce((sum, { inCount, outCount }) => {
    return sum + (inCount + 1) * outCount
  }, 0)
}

/** Weights as Glorot and Bengio (2010) draw them, so that tanh neither saturates nor fades. */
export function createNetwork(layerSizes: readonly number[], random: Random): DenseNetwork {
  const parameters = new Float64Array(parameterCount(layerSizes))
  for (const { inCount, outCount, weightsAt, biasesAt } of layerShapes(layerSizes)) {
    const limit = Math.sqrt(6 / (inCount + outCount))
    for (let i = weightsAt; i < biasesAt; i++) parameters[i] = (2 * random.next() - 1) * limit
  }
  return { layerSizes, parameters }
}

/** Runs rows through a network and errors back; it owns the buffers of one row. */
export class NetworkPass {
  readonly #parameters: Float64Array
  readonly #shapes: readonly LayerShape[]
  /** What goes into each layer, and at the end the output. */
  readonly activations: readonly Float64Array[]
  readonly #errors: readonly Float64Array[]

  constructor({ layerSizes, parameters }: DenseNetwork) {
    this.#parameters = parameters
    this.#shapes = layerShapes(layerSizes)
    this.activations = layerSizes.map((size) => new Float64Array(size))
    this.#errors = layerSizes.map((size) => new Float64Array(size))
  }

  get input(): Float64Array {
    return this.activations[0] as Float64Array
  }

  get output(): Float64Array {
    return this.activations.at(-1) as Float64Array
  }

  /** Of the loss with respect to the output: set before `backward`. */
  get outputError(): Float64Array {
    return this.#errors.at(-1) as Float64Array
  }

  /** From `input` to `output`. */
  forward(): void {
    const last = this.#shapes.length - 1
    this.#shapes.forEach((shape, layer) => {
      const from = this.activations[layer] as Float64Array
      const to = this.activations[layer + 1] as Float64Array
      multiply(this.#parameters, shape, from, to)
      if (layer < last) for (let i = 0; i < to.length; i++) to[i] = Math.tanh(to[i]!)
    })
  }

  /** Adds the gradient of the loss of this row to `gradient`; needs `forward` before. */
  backward(gradient: Float64Array): void {
    for (let layer = this.#shapes.length - 1; layer >= 0; layer--) {
      const shape = this.#shapes[layer] as LayerShape
      const input = this.activations[layer] as Float64Array
      const error = this.#errors[layer + 1] as Float64Array
      const inputError = (this.#errors[layer] as Float64Array).fill(0)
      spreadError({ parameters: this.#parameters, gradient, shape, input, error, inputError })
      if (layer === 0) break
      // The derivative of tanh, from its value.
      for (let i = 0; i < input.length; i++) inputError[i]! *= 1 - input[i]! ** 2
    }
  }
}

interface LayerShape {
  readonly inCount: number
  readonly outCount: number
  readonly weightsAt: number
  readonly biasesAt: number
}

function layerShapes(layerSizes: readonly number[]): LayerShape[] {
  let weightsAt = 0
  return layerSizes.slice(1).map((outCount, layer) => {
    const inCount = layerSizes[layer] as number
    const shape = { inCount, outCount, weightsAt, biasesAt: weightsAt + inCount * outCount }
    weightsAt = shape.biasesAt + outCount
    return shape
  })
}

function multiply(
  parameters: Float64Array,
  { inCount, outCount, weightsAt, biasesAt }: LayerShape,
  from: Float64Array,
  to: Float64Array,
): void {
  for (let out = 0; out < outCount; out++) {
    const start = weightsAt + out * inCount
    let sum = parameters[biasesAt + out]!
    for (let i = 0; i < inCount; i++) sum += parameters[start + i]! * from[i]!
    to[out] = sum
  }
}

interface BackwardStep {
  readonly parameters: Float64Array
  readonly gradient: Float64Array
  readonly shape: LayerShape
  readonly input: Float64Array
  readonly error: Float64Array
  readonly inputError: Float64Array
}

function spreadError(step: BackwardStep): void {
  const { parameters, gradient, shape, input, error, inputError } = step
  const { inCount, outCount, weightsAt, biasesAt } = shape
  for (let out = 0; out < outCount; out++) {
    const delta = error[out]!
    const start = weightsAt + out * inCount
    gradient[biasesAt + out]! += delta
    for (let i = 0; i < inCount; i++) {
      gradient[start + i]! += delta * input[i]!
      inputError[i]! += delta * parameters[start + i]!
    }
  }
}
