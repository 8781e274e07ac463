import { expect, test } from 'vitest'
import { type Process, processCountMax, Simulator } from './simulator.ts'

test('interleaves processes by time', () => {
  const simulator = new Simulator(1_000_000)
  simulator.spawn(ticker(simulator, 1, 10))
  simulator.spawn(ticker(simulator, 2, 25))
  const seen = [...simulator.run(1_000_060)].map(({ timeUs, bytes }) => [timeUs % 1000, bytes[0]])
  const ones = [0, 10, 20, 30, 40, 50].map((time) => [time, 1])
  const twos = [0, 25, 50].map((time) => [time, 2])
  expect(seen.filter(([, who]) => who === 1)).toEqual(ones)
  expect(seen.filter(([, who]) => who === 2)).toEqual(twos)
  expect(seen.map(([time]) => time)).toEqual([0, 0, 10, 20, 25, 30, 40, 50, 50])
})

test('stops before the end and goes on from there', () => {
  const simulator = new Simulator(0)
  simulator.spawn(ticker(simulator, 1, 10))
  expect([...simulator.run(30)].map(({ timeUs }) => timeUs)).toEqual([0, 10, 20])
  expect([...simulator.run(50)].map(({ timeUs }) => timeUs)).toEqual([30, 40])
})

test('says the time as whole seconds and nanoseconds', () => {
  const simulator = new Simulator(1_768_381_200_123_456)
  simulator.send(Uint8Array.of(1))
  simulator.spawn(ticker(simulator, 1, 10))
  const [packet] = simulator.run(Number.POSITIVE_INFINITY)
  expect(packet).toMatchObject({ timeSeconds: 1_768_381_200, timeNanoseconds: 123_456_000 })
})

test('starts no more processes than its limit', () => {
  const simulator = new Simulator(0)
  for (let i = 0; i < processCountMax + 10; i++) simulator.spawn(ticker(simulator, 1, 10))
  expect(simulator.processCount).toBe(processCountMax)
})

function* ticker(simulator: Simulator, name: number, periodUs: number): Process {
  for (;;) {
    simulator.send(Uint8Array.of(name))
    yield periodUs
  }
}
