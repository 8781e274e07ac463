import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { Samples } from '../capture/samples.ts'
import { detectors } from '../detect/detectors.ts'
import type { Detector } from '../detect/seam/detector.ts'
import { isOfAttack, type SelfTestResult, selfTest } from './self-test.ts'

const samples = new Samples(fileURLToPath(new URL('../../../samples', import.meta.url)))
const none = new Samples('/nowhere')

describe('the self-test', { timeout: 120_000 }, () => {
  let results: readonly SelfTestResult[]
  beforeAll(async () => {
    results = await selfTest({ samples })
  }, 120_000)

  test('passes whole', () => {
    expect(results.filter(({ passed }) => !passed)).toEqual([])
    expect(results.filter((result) => !isOfAttack(result)).length).toBeGreaterThan(2)
  })

  test('would fail without any one of the detectors', () => {
    const alone = results.filter(isOfAttack).filter(({ detectors }) => detectors.length === 1)
    const needed = new Set(alone.flatMap(({ detectors }) => detectors))
    const everything = new Set(results.filter(isOfAttack).flatMap((result) => result.detectors))
    expect([...everything].filter((name) => !needed.has(name))).toEqual([])
    expect(needed.size).toBe(detectors.length)
  })

  test('fails where a detector is missing, and where one never fires', async () => {
    const [first, ...others] = detectors
    const left = await selfTest({ samples, detectors: others, rehearsals: [] })
    expect(left.find(({ sample }) => sample === 'port-scan')?.passed).toBe(false)
    const silent = { ...(first as Detector), name: 'never', observe: () => ({}) }
    const more = await selfTest({ samples, detectors: [first as Detector, silent], rehearsals: [] })
    expect(more.at(-1)).toMatchObject({ expected: 'anything of never', passed: false })
  })

  test('wants samples', async () => {
    await expect(selfTest({ samples: none })).rejects.toMatchObject({ code: 'E_NO_SAMPLE' })
  })
})
