import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { SimulatedSource } from '../capture/simulate/simulated-source.ts'
import { trainingDefaults, trainOnCaptures } from '../train/train-on-captures.ts'
import { createUnusualWindows } from './unusual-windows.ts'
import type { WindowModel } from './window-model.ts'

function office(seed: number, durationSeconds: number): SimulatedSource {
  return new SimulatedSource({ scenario: 'office', seed, durationSeconds })
}

async function trained(): Promise<WindowModel> {
  const options = { ...trainingDefaults, sampleRate: 1, modelName: 'office', now: new Date(0) }
  return trainOnCaptures([office(1, 900), office(2, 900)], options)
}

describe('createUnusualWindows', () => {
  it('finds the scanner by its windows alone, says why, and leaves an office alone', async () => {
    const model = await trained()
    const detectors = [createUnusualWindows(model)]
    const scan = new SimulatedSource({ scenario: 'vertical_port_scan', seed: 2 })
    const { detections } = await analyzeCapture(scan, { detectors })
    const attacker = scan.labels.attacks[0]?.attacker
    expect(detections.map(({ source }) => source)).toContain(attacker)
    const found = detections.find(({ source }) => source === attacker)
    expect(found).toMatchObject({
      kind: 'unusual_host_behaviour',
      capture: { source: 'simulate' },
      model_version: model.model.id,
      threshold: model.model.state.threshold,
    })
    expect(found?.reasons.length).toBeGreaterThan(0)
    expect(found?.title).toMatch(/\w+ [\d.]+ \(usual: [\d.]+\)$/)
    const ordinary = await analyzeCapture(office(3, 900), { detectors })
    expect(ordinary.detections.filter(({ severity }) => severity !== 'low')).toEqual([])
  }, 30_000)
})
