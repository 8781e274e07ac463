import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Detection } from '../src/detect/seam/detection.ts'
import { scenarios } from '../src/simulate/scenarios/scenarios.ts'
import { faultsOf } from './detection-quality.ts'
import { simulatedCapture } from './simulated-capture.ts'

const folder = join(import.meta.dirname, '../../samples')
const samples = [folder, join(folder, 'recorded')].flatMap((path) =>
  readdirSync(path)
    .filter((name) => name.endsWith('.pcap.gz'))
    .map((name) => join(path, name)),
)

/** Every detection that anything here can raise says what, why, what to do, and by which packets. */
describe('each detection can be checked by a reader of the file:', { timeout: 60_000 }, () => {
  test.each(samples)('%s', async (path) => {
    expect(await faultsOf(gunzipSync(readFileSync(path)))).toEqual([])
  })

  test.each(scenarios)('$name', async ({ name }) => {
    expect(await faultsOf(await simulatedCapture({ scenario: name, seed: 1 }))).toEqual([])
  })
})

describe('what could not be checked is found out:', () => {
  const path = samples.find((name) => name.includes('arp-spoofing')) as string
  const capture = gunzipSync(readFileSync(path))

  test('evidence that leads elsewhere', async () => {
    const changed = (change: object) => (detection: Detection) => ({
      ...detection,
      evidence: detection.evidence.map((packet) => ({ ...packet, ...change })),
    })
    expect((await faultsOf(capture, changed({ index: 0 })))[0]).toContain('packet 0')
    expect((await faultsOf(capture, changed({ offset: 1 })))[0]).toContain('lies at')
    expect((await faultsOf(capture, changed({ time: 5 })))[0]).toContain('not at 5')
  })

  test.each<[string, Partial<Detection>]>([
    ['no evidence', { evidence: [] }],
    ['no reason', { reasons: [] }],
    ['every reason is typical', { reasons: [{ feature: 'x', actual: 1, typical: 1, unit: '' }] }],
    ['x is NaN', { reasons: [{ feature: 'x', actual: Number.NaN, typical: 1, unit: '' }] }],
    ['no recommendation', { recommendation: '' }],
    ['no technique', { technique: null }],
    ['neither a number', { title: 'strange', target: null }],
    ['neither 192.0.2.1', { source: '192.0.2.1', target: null, title: '1 is strange' }],
  ])('%s', async (fault, change) => {
    const faults = await faultsOf(capture, (detection) => ({ ...detection, ...change }))
    expect(faults.join()).toContain(fault)
  })
})
