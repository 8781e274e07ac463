import { beforeAll, describe, expect, it } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { SimulatedSource } from '../../capture/simulated-source.ts'
import { hostFeatures } from '../../features/host-window.ts'
import { analyzeCapture } from '../../run/analyze-capture.ts'
import { trainingDefaults, trainOnCaptures } from '../../train/train-on-captures.ts'
import { unusualWindows } from './unusual-windows.ts'
import type { WindowModel } from './window-model.ts'

const features: readonly string[] = hostFeatures.map(({ name }) => name)

function office(seed: number, durationSeconds: number): SimulatedSource {
  return new SimulatedSource({ scenario: 'office', seed, durationSeconds })
}

async function trained(): Promise<WindowModel> {
  const options = { ...trainingDefaults, sampleRate: 1, modelName: 'office', now: new Date(0) }
  return trainOnCaptures([office(1, 900), office(2, 900)], options)
}

describe('unusualWindows', () => {
  let model: WindowModel
  beforeAll(async () => {
    model = await trained()
  }, 60_000)

  it('finds the scanner by its windows alone, and says why', async () => {
    const scan = new SimulatedSource({ scenario: 'vertical_port_scan', seed: 2 })
    const { detections } = await analyzeCapture(scan, { detectors: [unusualWindows.using(model)] })
    const attacker = scan.labels.attacks[0]?.attacker
    const found = detections.find(({ source }) => source === attacker)
    expect(found).toMatchObject({
      kind: 'unusual_host_behaviour',
      capture: { source: 'simulate' },
      model_version: model.version,
      threshold: 1 - 0.1 / 3600,
    })
    expect(found?.title).toMatch(
      /^[\d.]+ (opened flows to|opened|sent|received) [\d,]+ [\w ]+ in 10 s; in training at most [\d,.]+ \(1 unusual window\)$/,
    )
    const measured = found?.reasons.filter(({ contribution }) => contribution !== undefined) ?? []
    expect(measured.length).toBeGreaterThan(0)
    for (const { feature, typical } of measured) {
      expect(typical).toBeCloseTo(model.range.typical[features.indexOf(feature)] as number, 3)
    }
    const votes = found?.reasons.filter(({ feature }) => feature.startsWith('vote of ')) ?? []
    expect(votes.length).toBeGreaterThanOrEqual(2)
  })

  it('leads to packets of the strange host', async () => {
    const scan = new SimulatedSource({ scenario: 'vertical_port_scan', seed: 2 })
    const senders: string[] = []
    const { detections } = await analyzeCapture(scan, {
      detectors: [unusualWindows.using(model)],
      onPacketNote: ({ source }) => senders.push(source),
    })
    const attacker = scan.labels.attacks[0]?.attacker
    const found = detections.find(({ source }) => source === attacker)
    expect(found?.evidence.length).toBeGreaterThan(0)
    for (const { index } of found?.evidence ?? []) expect(senders[index]).toBe(attacker)
  })

  it('raises nothing above low in another office, and hardly anything', async () => {
    const office3 = office(3, 900)
    const { detections } = await analyzeCapture(office3, {
      detectors: [unusualWindows.using(model)],
    })
    expect(detections.filter(({ severity }) => severity !== 'low')).toEqual([])
    expect(detections.length).toBeLessThanOrEqual(2)
  })

  it('states a strange host at first, and then at each doubling of its windows', () => {
    const script = new TrafficScript()
    // A host sweeps ports in every window: as strange each time, so only doublings are news.
    for (let window = 0; window < 9; window++) {
      for (let port = 1; port <= 400; port++) script.ignored('10.0.0.66', `10.0.0.1:${port}`)
      script.wait(10)
    }
    script.ignored('10.0.0.66', '10.0.0.1:1')
    const found = script.detect(unusualWindows.using(model))
    const counts = found
      .filter(({ source }) => source === '10.0.0.66')
      .map(({ title }) => Number(/\((\d+) unusual window/.exec(title)?.[1]))
    expect(counts).toEqual([1, 2, 4, 8])
  })
})
