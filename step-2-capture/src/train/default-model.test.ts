import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import { SimulatedSource } from '../capture/simulated-source.ts'
import { unusualWindows } from '../detect/model/unusual-windows.ts'
import { analyzeCapture } from '../run/analyze-capture.ts'
import { defaultModelPath, readDefaultModel } from './default-model.ts'

describe('the default model', () => {
  it('is small enough to ship, whole, and says what it is', async () => {
    expect((await readFile(defaultModelPath)).length).toBeLessThan(500_000)
    const model = await readDefaultModel()
    expect(model.version).toMatch(/^default-[0-9a-f]{12}$/)
    expect(model.origin.source).toBe('simulate')
  })

  it('is silent about an office that it has not seen', async () => {
    const detectors = [unusualWindows.using(await readDefaultModel())]
    const source = new SimulatedSource({ scenario: 'office', seed: 77, durationSeconds: 900 })
    expect((await analyzeCapture(source, { detectors })).detections).toEqual([])
  })

  it('never raises more than low, however long and strange', async () => {
    const script = new TrafficScript()
    for (let window = 0; window < 400; window++) {
      script.connection('10.0.0.5', '10.0.0.1:80').wait(10)
      if (window < 390) continue
      for (let port = 1; port <= 400; port++) script.ignored('10.0.0.66', `10.0.0.1:${port}`)
    }
    script.wait(10).connection('10.0.0.5', '10.0.0.1:80')
    const found = script.detect(unusualWindows.using(await readDefaultModel()))
    const scanner = found.filter(({ source }) => source === '10.0.0.66')
    expect(scanner.length).toBeGreaterThan(2)
    expect(new Set(scanner.map(({ severity }) => severity))).toEqual(new Set(['low']))
  })
})
