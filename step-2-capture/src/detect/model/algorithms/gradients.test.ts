import { expect, test } from 'vitest'
import { createNetwork, NetworkPass } from './dense-network.ts'
import { createLstmNetwork, LstmPass } from './lstm-network.ts'
import { createRandom } from './random.ts'

/** The slope of `loss` at parameter `index`, from two points close by on either side. */
function slopeOf(parameters: Float64Array, index: number, loss: () => number): number {
  const step = 1e-5
  const value = parameters[index]!
  parameters[index] = value + step
  const above = loss()
  parameters[index] = value - step
  const below = loss()
  parameters[index] = value
  return (above - below) / (2 * step)
}

test('the gradient of the dense network is the slope of its loss', () => {
  const random = createRandom(7)
  const network = createNetwork([5, 4, 2, 4, 5], random)
  for (let i = 0; i < network.parameters.length; i++) network.parameters[i]! += random.normal() / 5
  const pass = new NetworkPass(network)
  const row = Float64Array.from({ length: 5 }, () => random.normal())
  const loss = () => {
    pass.input.set(row)
    pass.forward()
    return pass.output.reduce((sum, value, i) => sum + (value - row[i]!) ** 2, 0)
  }
  loss()
  pass.outputError.set(pass.output.map((value, i) => 2 * (value - row[i]!)))
  const gradient = new Float64Array(network.parameters.length)
  pass.backward(gradient)
  for (let index = 0; index < gradient.length; index++) {
    expect(gradient[index]).toBeCloseTo(slopeOf(network.parameters, index, loss), 6)
  }
})

const sizes = { inputCount: 3, hiddenCount: 4, outputCount: 3 }
const wanted = [0.3, -1, 2]

function lstmCase() {
  const random = createRandom(11)
  const network = createLstmNetwork(sizes, random)
  const pass = new LstmPass(network, 6)
  const rows = Array.from({ length: 6 }, () =>
    Float64Array.from({ length: sizes.inputCount }, () => random.normal()),
  )
  const loss = () =>
    pass.forward(rows).reduce((sum, value, i) => sum + (value - wanted[i]!) ** 2 / 2, 0)
  const error = () => pass.forward(rows).map((value, i) => value - wanted[i]!)
  return { network, pass, rows, loss, error }
}

test('the gradient of the LSTM is the slope of its loss, through all its steps', () => {
  const { network, pass, loss, error } = lstmCase()
  const gradient = new Float64Array(network.parameters.length)
  pass.backward(error(), gradient)
  for (let index = 0; index < gradient.length; index++) {
    expect(gradient[index]).toBeCloseTo(slopeOf(network.parameters, index, loss), 6)
  }
})

test('the LSTM tells the slope by each number of each row', () => {
  const { network, pass, rows, loss, error } = lstmCase()
  const slopes: number[][] = []
  pass.backward(error(), new Float64Array(network.parameters.length), (step, inputError) => {
    slopes[step] = [...inputError]
  })
  rows.forEach((row, step) => {
    for (let column = 0; column < row.length; column++) {
      expect(slopes[step]![column]).toBeCloseTo(slopeOf(row, column, loss), 6)
    }
  })
})
