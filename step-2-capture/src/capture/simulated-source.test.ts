import { expect, test } from 'vitest'
import { writePcap } from '../pcap/pcap-writer.ts'
import { simulate } from '../simulate/simulate.ts'
import { SimulatedSource } from './simulated-source.ts'

const options = { scenario: 'office', seed: 5, durationSeconds: 30 }

test('yields the same capture as the simulation, as a pcap cut into chunks', async () => {
  const chunks: Uint8Array[] = []
  for await (const chunk of new SimulatedSource(options).open(never())) chunks.push(chunk)
  expect(chunks.length).toBeGreaterThan(2)
  expect(Buffer.concat(chunks).equals(Buffer.concat([...writePcap(simulate(options))]))).toBe(true)
})

test('an endless source stops soon after it is stopped', async () => {
  const stop = new AbortController()
  const source = new SimulatedSource({ ...options, durationSeconds: Number.POSITIVE_INFINITY })
  setTimeout(() => stop.abort(), 20)
  let size = 0
  for await (const chunk of source.open(stop.signal)) size += chunk.length
  expect(size).toBeGreaterThan(24)
})

function never(): AbortSignal {
  return new AbortController().signal
}
