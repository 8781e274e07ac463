import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writePcap } from '../pcap/pcap-writer.ts'
import { addWords, finishChecksum, transportChecksum } from './packet-builder/checksum.ts'
import { scenarios } from './scenarios/scenarios.ts'
import { type Simulation, simulate } from './simulate.ts'
import type { SimulatedPacket } from './simulator.ts'

/** Five minutes show every attack, or enough of a long one. */
const secondsMax = 300

test('the same seed gives the same bytes', () => {
  const options = { scenario: 'vertical_port_scan', seed: 7, durationSeconds: 60 }
  expect(capture(options).equals(capture(options))).toBe(true)
})

test('refuses an unknown scenario and names those that there are', () => {
  expect(() => simulate({ scenario: 'tsunami' })).toThrow(
    expect.objectContaining({ code: 'E_UNKNOWN_SCENARIO', fix: expect.stringContaining('office') }),
  )
})

describe.each(scenarios)('$name', ({ name, kind, durationSeconds }) => {
  const seconds = Math.min(durationSeconds, secondsMax)
  let simulation: Simulation
  let packets: SimulatedPacket[] = []
  beforeAll(() => {
    simulation = simulate({ scenario: name, seed: 3, durationSeconds: seconds })
    packets = [...simulation]
  })
  // All scenarios at once would hold some hundred megabytes.
  afterAll(() => {
    packets = []
  })

  test('has packets in order of time, inside its length', () => {
    expect(packets.length).toBeGreaterThan(500)
    let previousUs = simulation.labels.start * 1e6
    for (const { timeUs } of packets) {
      if (timeUs < previousUs) expect.fail(`${timeUs} comes after ${previousUs}`)
      previousUs = timeUs
    }
    expect(previousUs).toBeLessThanOrEqual(simulation.endTimeUs)
  })

  test('has right checksums in every packet', () => {
    expect(packets.findIndex((packet) => !hasRightChecksums(packet))).toBe(-1)
  })

  test('is another capture with another seed', () => {
    const [first, second] = [3, 4].map((seed) => beginning({ scenario: name, seed }))
    expect(first?.bytes).not.toEqual(second?.bytes)
    if (kind !== 'benign') expect(first?.attacks).not.toEqual(second?.attacks)
  })

  test('labels its attacks, and nothing when it has none', () => {
    const { labels } = simulation
    if (kind === 'benign') return expect(labels.attacks).toEqual([])
    expect(labels.attacks.length).toBeGreaterThan(0)
    for (const attack of labels.attacks) {
      expect(attack.victims.length).toBeGreaterThan(0)
      expect(attack.end).toBeGreaterThan(attack.start)
      expect(attack.start).toBeGreaterThan(labels.start)
    }
  })
})

function capture(options: Parameters<typeof simulate>[0]): Buffer {
  return Buffer.concat([...writePcap(simulate(options))])
}

/** The first packets of a capture, and who does what in its first half minute. */
function beginning(options: { scenario: string; seed: number }) {
  const simulation = simulate({ ...options, durationSeconds: 30 })
  const packets = [...simulation]
  const attacks = simulation.labels.attacks.map(({ attacker, victims }) => [attacker, victims])
  return { bytes: packets.slice(0, 20).map(({ bytes }) => bytes), attacks }
}

/** Checks what the headers claim, by the receiver's rule: the whole sums to zero. */
function hasRightChecksums({ bytes }: SimulatedPacket): boolean {
  const frame = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const etherType = frame.readUInt16BE(12)
  const ip = frame.subarray(14)
  if (etherType === 0x86dd) {
    const ends = { source: ip.subarray(8, 24), destination: ip.subarray(24, 40) }
    return transportChecksum(ends, ip[6] as number, ip.subarray(40, 40 + ip.readUInt16BE(4))) === 0
  }
  if (etherType !== 0x0800) return true
  const headerLength = ((ip[0] as number) & 15) * 4
  if (finishChecksum(addWords(ip.subarray(0, headerLength))) !== 0) return false
  if ((ip.readUInt16BE(6) & 0x3fff) !== 0) return true // The checksum is over all fragments together.
  const segment = ip.subarray(headerLength, ip.readUInt16BE(2))
  if (ip[9] === 1) return finishChecksum(addWords(segment)) === 0
  if (ip[9] !== 6 && ip[9] !== 17) return true // No other protocol of a scenario has one.
  const ends = { source: ip.subarray(12, 16), destination: ip.subarray(16, 20) }
  return transportChecksum(ends, ip[9] as number, segment) === 0
}
