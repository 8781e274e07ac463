import type { Random } from './random.ts'

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997; with forget gates, Gers and others
 * 2000) over a sequence of rows, and one linear layer over its last state.
 */
export interface LstmNetwork {
  readonly inputCount: number
  readonly hiddenCount: number
  readonly outputCount: number
  /** Of each gate's neuron: its weights for the input, for the state before, and its bias. */
  readonly parameters: Float64Array
}

type LstmSizes = Omit<LstmNetwork, 'parameters'>

/** The four gates in the order in which their neurons stand: in, forget, candidate, out. */
const gateCount = 4

export function lstmParameterCount({ inputCount, hiddenCount, outputCount }: LstmSizes): number {
  return gateCount * hiddenCount * (inputCount + hiddenCount + 1) + outputCount * (hiddenCount + 1)
}

export function createLstmNetwork(sizes: LstmSizes, random: Random): LstmNetwork {
  const parameters = new Float64Array(lstmParameterCount(sizes))
  const width = sizes.inputCount + sizes.hiddenCount + 1
  const limit = Math.sqrt(1 / sizes.hiddenCount)
  for (let i = 0; i < parameters.length; i++) parameters[i] = (2 * random.next() - 1) * limit
  // Forget gates start open, or nothing would be remembered long enough to learn from it
  // (Jozefowicz and others, 2015).
  for (let neuron = sizes.hiddenCount; neuron < 2 * sizes.hiddenCount; neuron++) {
    parameters[neuron * width + width - 1] = 1
  }
  return { ...sizes, parameters }
}

/** What one time step leaves behind for the way back. */
interface Step {
  /** The row, the state before, and a 1 for the bias: what the gates are fed. */
  readonly fed: Float64Array
  /** The gates' values after their squashing. */
  readonly gates: Float64Array
  readonly cell: Float64Array
  readonly squashedCell: Float64Array
  readonly state: Float64Array
}

/** Runs sequences of at most `stepCountMax` rows through a network and errors back. */
export class LstmPass {
  readonly output: Float64Array
  readonly #network: LstmNetwork
  readonly #steps: readonly Step[]
  readonly #zero: Float64Array
  #stepCount = 0

  constructor(network: LstmNetwork, stepCountMax: number) {
    const { inputCount, hiddenCount, outputCount } = network
    this.#network = network
    this.output = new Float64Array(outputCount)
    this.#zero = new Float64Array(hiddenCount)
    this.#steps = Array.from({ length: stepCountMax }, () => ({
      fed: new Float64Array(inputCount + hiddenCount + 1),
      gates: new Float64Array(gateCount * hiddenCount),
      cell: new Float64Array(hiddenCount),
      squashedCell: new Float64Array(hiddenCount),
      state: new Float64Array(hiddenCount),
    }))
  }

  /** Writes the network's answer to the sequence into `output`. */
  forward(rows: readonly ArrayLike<number>[]): Float64Array {
    this.#stepCount = rows.length
    for (let index = 0; index < rows.length; index++) {
      this.#forwardStep(rows[index] as ArrayLike<number>, index)
    }
    const { hiddenCount, parameters } = this.#network
    const state = this.#steps[rows.length - 1]?.state ?? this.#zero
    for (let out = 0; out < this.output.length; out++) {
      const start = this.#outputAt(out)
      let sum = parameters[start + hiddenCount]!
      for (let j = 0; j < hiddenCount; j++) sum += parameters[start + j]! * state[j]!
      this.output[out] = sum
    }
    return this.output
  }

  /**
   * Adds the gradient of the loss, given its derivative by the output, to `gradient`; `take` is
   * shown the derivative by each row, from the last to the first. Needs `forward` before.
   */
  backward(
    outputError: Float64Array,
    gradient: Float64Array,
    take?: (step: number, inputError: Float64Array) => void,
  ): void {
    const { inputCount, hiddenCount } = this.#network
    const stateError = this.#backwardOutput(outputError, gradient)
    const cellError = new Float64Array(hiddenCount)
    for (let index = this.#stepCount - 1; index >= 0; index--) {
      const gateError = this.#gateErrors(index, stateError, cellError)
      const fedError = this.#spread(this.#steps[index] as Step, gateError, gradient)
      take?.(index, fedError.subarray(0, inputCount))
      stateError.set(fedError.subarray(inputCount, inputCount + hiddenCount))
    }
  }

  #outputAt(out: number): number {
    const { inputCount, hiddenCount } = this.#network
    return gateCount * hiddenCount * (inputCount + hiddenCount + 1) + out * (hiddenCount + 1)
  }

  #forwardStep(row: ArrayLike<number>, index: number): void {
    const { inputCount, hiddenCount, parameters } = this.#network
    const { fed, gates, cell, squashedCell, state } = this.#steps[index] as Step
    const before = this.#steps[index - 1]
    for (let i = 0; i < inputCount; i++) fed[i] = row[i] as number
    fed.set(before?.state ?? this.#zero, inputCount)
    fed[fed.length - 1] = 1
    for (let neuron = 0; neuron < gates.length; neuron++) {
      const start = neuron * fed.length
      let sum = 0
      for (let i = 0; i < fed.length; i++) sum += parameters[start + i]! * fed[i]!
      const isCandidate = neuron >= 2 * hiddenCount && neuron < 3 * hiddenCount
      gates[neuron] = isCandidate ? Math.tanh(sum) : 1 / (1 + Math.exp(-sum))
    }
    const cellBefore = before?.cell ?? this.#zero
    for (let j = 0; j < hiddenCount; j++) {
      const kept = gates[hiddenCount + j]! * cellBefore[j]!
      cell[j] = kept + gates[j]! * gates[2 * hiddenCount + j]!
      squashedCell[j] = Math.tanh(cell[j]!)
      state[j] = gates[3 * hiddenCount + j]! * squashedCell[j]!
    }
  }

  #backwardOutput(outputError: Float64Array, gradient: Float64Array): Float64Array {
    const { hiddenCount, parameters } = this.#network
    const state = this.#steps[this.#stepCount - 1]?.state ?? this.#zero
    const stateError = new Float64Array(hiddenCount)
    for (let out = 0; out < outputError.length; out++) {
      const start = this.#outputAt(out)
      const error = outputError[out]!
      gradient[start + hiddenCount]! += error
      for (let j = 0; j < hiddenCount; j++) {
        gradient[start + j]! += error * state[j]!
        stateError[j]! += error * parameters[start + j]!
      }
    }
    return stateError
  }

  /** Errors of the gates before their squashing; `cellError` becomes that of the step before. */
  #gateErrors(index: number, stateError: Float64Array, cellError: Float64Array): Float64Array {
    const { hiddenCount } = this.#network
    const { gates, squashedCell } = this.#steps[index] as Step
    const cellBefore = this.#steps[index - 1]?.cell ?? this.#zero
    const errors = new Float64Array(gates.length)
    for (let j = 0; j < hiddenCount; j++) {
      const input = gates[j]!
      const forget = gates[hiddenCount + j]!
      const candidate = gates[2 * hiddenCount + j]!
      const output = gates[3 * hiddenCount + j]!
      const squashed = squashedCell[j]!
      const cell = cellError[j]! + stateError[j]! * output * (1 - squashed * squashed)
      errors[j] = cell * candidate * input * (1 - input)
      errors[hiddenCount + j] = cell * cellBefore[j]! * forget * (1 - forget)
      errors[2 * hiddenCount + j] = cell * input * (1 - candidate * candidate)
      errors[3 * hiddenCount + j] = stateError[j]! * squashed * output * (1 - output)
      cellError[j] = cell * forget
    }
    return errors
  }

  #spread({ fed }: Step, gateError: Float64Array, gradient: Float64Array): Float64Array {
    const { parameters } = this.#network
    const fedError = new Float64Array(fed.length)
    for (let neuron = 0; neuron < gateError.length; neuron++) {
      const start = neuron * fed.length
      const error = gateError[neuron]!
      for (let i = 0; i < fed.length; i++) {
        gradient[start + i]! += error * fed[i]!
        fedError[i]! += error * parameters[start + i]!
      }
    }
    return fedError
  }
}
