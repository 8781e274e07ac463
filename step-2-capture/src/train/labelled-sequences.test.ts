import { expect, test } from 'vitest'
import { benignLabel } from '../detect/model/algorithms/labelled-sequence.ts'
import { HostHistories } from './host-histories.ts'
import { labelledSequences } from './labelled-sequences.ts'

/** Windows of 10 s of one host, each of one number that tells its place. */
function histories(hosts: Readonly<Record<string, readonly number[]>>): HostHistories {
  const written = new HostHistories()
  for (const [address, places] of Object.entries(hosts)) {
    const windows = places.map((place) => {
      return { row: [place], startUs: place * 1e7, endUs: (place + 1) * 1e7 }
    })
    written.windowsOf.set(address, windows)
  }
  return written
}

const scan = { kind: 'scan', attacker: '10.0.0.66', start: 52, end: 65 }

test('a sequence is labelled by what its host does in the newest window', () => {
  const sequences = labelledSequences(histories({ '10.0.0.66': [3, 4, 5, 6] }), [scan])
  expect(sequences.map(({ label, windows }) => [label, windows.length])).toEqual([
    [benignLabel, 1],
    [benignLabel, 2],
    ['scan', 3],
    ['scan', 4],
  ])
})

test('windows that only touch the attack are not in it', () => {
  const sequences = labelledSequences(histories({ '10.0.0.66': [4, 5] }), [
    { ...scan, start: 60, end: 70 },
  ])
  expect(sequences.map(({ label }) => label)).toEqual([benignLabel, benignLabel])
})

test('an attacker is neither while its attack is still in view, and ordinary again after', () => {
  const places = Array.from({ length: 30 }, (_, place) => place)
  const sequences = labelledSequences(histories({ '10.0.0.66': places }), [
    { ...scan, start: 1, end: 9 },
  ])
  const newest = sequences.map(({ label, windows }) => [label, windows.at(-1)?.[0]])
  expect(newest[0]).toEqual(['scan', 0])
  expect(newest[1]).toEqual([benignLabel, 20])
  expect(sequences).toHaveLength(11)
})

test('others are ordinary all along, but for hosts that first appear during an attack', () => {
  const others = histories({ '10.0.0.5': [4, 5, 6], '198.51.100.7': [5, 6], '10.0.0.9': [8] })
  const sequences = labelledSequences(others, [scan])
  expect(sequences.map(({ address }) => address)).toEqual([
    ...['10.0.0.5', '10.0.0.5', '10.0.0.5'],
    '10.0.0.9',
  ])
  expect(new Set(sequences.map(({ label }) => label))).toEqual(new Set([benignLabel]))
})

test('a sequence holds the last 20 windows', () => {
  const places = Array.from({ length: 25 }, (_, place) => place)
  const last = labelledSequences(histories({ '10.0.0.5': places }), []).at(-1)
  expect(last?.windows.map((row) => row[0])).toEqual(places.slice(5))
})
