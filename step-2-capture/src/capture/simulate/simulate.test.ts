import { describe, expect, test } from 'vitest'
import { writePcap } from '../../pcap/pcap-writer.ts'
import type { CaptureLabels } from './labels.ts'
import { addWords, finishChecksum, transportChecksum } from './packet-builder/checksum.ts'
import { scenarios } from './scenarios/scenarios.ts'
import { simulate } from './simulate.ts'
import type { SimulatedPacket } from './simulator.ts'

test('the same seed gives the same bytes', () => {
  const options = { scenario: 'vertical_port_scan', seed: 7, durationSeconds: 60 }
  expect(capture(options).equals(capture(options))).toBe(true)
})

test('refuses an unknown scenario and names those that there are', () => {
  expect(() => simulate({ scenario: 'tsunami' })).toThrow(
    expect.objectContaining({ code: 'E_UNKNOWN_SCENARIO', fix: expect.stringContaining('office') }),
  )
})

describe.each(scenarios.map(({ name, kind }) => ({ name, kind })))('$name', ({ name, kind }) => {
  const simulation = simulate({ scenario: name, seed: 3 })
  const packets = [...simulation]
  const { labels } = simulation

  test('has packets in order of time, inside its length', () => {
    expect(packets.length).toBeGreaterThan(500)
    let previousUs = labels.start * 1e6
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
    const other = simulate({ scenario: name, seed: 4 })
    const start = other[Symbol.iterator]().next().value
    expect(start?.bytes).not.toEqual(packets[0]?.bytes)
    if (kind === 'benign') return
    for (const _ of other);
    const facts = ({ attacks }: CaptureLabels) =>
      attacks.map(({ attacker, details }) => [attacker, details])
    expect(facts(other.labels)).not.toEqual(facts(labels))
  })

  test('labels its attacks, and nothing when it has none', () => {
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

/** Checks what the headers claim, by the receiver's rule: the whole sums to zero. */
function hasRightChecksums({ bytes }: SimulatedPacket): boolean {
  const frame = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (frame.readUInt16BE(12) !== 0x0800) return true
  const ip = frame.subarray(14)
  const headerLength = ((ip[0] as number) & 15) * 4
  if (finishChecksum(addWords(ip.subarray(0, headerLength))) !== 0) return false
  const segment = ip.subarray(headerLength, ip.readUInt16BE(2))
  const protocol = ip[9] as number
  if (protocol === 1) return finishChecksum(addWords(segment)) === 0
  if (protocol !== 6 && protocol !== 17) return true
  const ends = { source: ip.subarray(12, 16), destination: ip.subarray(16, 20) }
  return transportChecksum(ends, protocol, segment) === 0
}
