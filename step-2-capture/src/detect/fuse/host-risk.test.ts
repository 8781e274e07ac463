import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { detectors } from '../detectors.ts'
import { modelDetectors } from '../model/model-detectors.ts'
import type { Severity } from '../seam/detection.ts'
import { alarmChanceOf, defaultAlarmBudget } from './alarm-budget.ts'
import { HostRisk } from './host-risk.ts'
import { riskQuery } from './host-risk-record.ts'

const host = '10.0.0.5'

interface Statement {
  readonly detector: string
  readonly severity?: Severity
  readonly score?: number
  readonly seconds?: number
  /** Updates the statement before it, and says when that was seen last, in seconds. */
  readonly updateOf?: number
}

const described = new Map([...detectors, ...modelDetectors].map((one) => [one.name, one]))

/** Plays half a minute of traffic of one host, about which these statements are made. */
function riskOf(statements: readonly Statement[]): HostRisk {
  const script = new TrafficScript()
  for (let second = 0; second < 31; second++) script.ping(host, '10.0.0.9', 8).wait(1)
  let risk: HostRisk | undefined
  const pending = [...statements]
  const made: object[] = []
  let startUs = 0
  script.detect((traffic: Traffic) => {
    const fused = new HostRisk(traffic, 'pcap')
    risk = fused
    return {
      onPacket() {
        startUs ||= traffic.timeUs
        const elapsed = (traffic.timeUs - startUs) / 1e6
        while (pending[0] && elapsed >= (pending[0].seconds ?? 2)) {
          const {
            detector,
            severity = 'medium',
            score = 0.9,
            updateOf,
          } = pending.shift() as Statement
          const family = described.get(detector)?.family
          const words = { family, kind: detector, detection_id: `${made.length}`, title: 'said' }
          const stated = { source: host, detector, severity, score, ...words, revision: 1 }
          const seen = { revision: 2, last_seen_epoch: startUs / 1e6 + (updateOf ?? 0) }
          const update = { ...made.at(-1), severity, ...seen, title: 'said again' }
          made.push(updateOf === undefined ? stated : update)
          fused.note(made.at(-1) as never)
        }
        return false
      },
      onWindow: (window) => fused.onWindow(window),
      onTick: () => fused.onTick(),
      onEnd: () => fused.onEnd(),
    }
  })
  return risk as HostRisk
}

const pageOf = (statements: readonly Statement[], query = {}) =>
  riskOf(statements).page(riskQuery.parse(query))

test('a window without a vote is none', () => {
  expect(pageOf([])).toMatchObject({ total: 0, windows: [] })
})

test('all that is stated about a host in a window is one score, with the votes', () => {
  const page = pageOf([{ detector: 'port_scan' }, { detector: 'signatures', severity: 'high' }])
  expect(page.total).toBe(1)
  const [window] = page.windows
  expect(window).toMatchObject({ host, source: 'pcap', is_alarm: true })
  expect(window?.votes.map(({ family }) => family)).toEqual(['behaviour', 'signature'])
  expect(window?.score).toBe(1 - (window?.chance ?? 0))
  expect(window?.start.slice(17)).toBe('00.000Z')
})

test('two families that agree are far less ordinary than the surer of them', () => {
  const alone = pageOf([{ detector: 'port_scan' }]).windows[0]?.chance ?? 0
  const together = pageOf([{ detector: 'port_scan' }, { detector: 'window_model', score: 0.9999 }])
  expect((together.windows[0]?.chance ?? 1) * 50).toBeLessThan(alone)
})

test.each(['window_model', 'sequence_model', 'packet_model'])(
  'what a learned model states is the vote of models, with its own chance: %s',
  (detector) => {
    const [window] = pageOf([{ detector, severity: 'low', score: 0.99999 }]).windows
    expect(window?.votes).toMatchObject([{ detector, family: 'model', chance: 1 - 0.99999 }])
    const both = pageOf([{ detector, severity: 'low', score: 0.99999 }, { detector: 'port_scan' }])
    expect(both.windows[0]?.votes.map(({ family }) => family)).toEqual(['model', 'behaviour'])
  },
)

test('of one family the gravest statement counts, once', () => {
  const [window] = pageOf([
    { detector: 'port_scan', severity: 'low' },
    { detector: 'arp_sweep', severity: 'high' },
    { detector: 'beaconing', severity: 'medium' },
  ]).windows
  expect(window?.votes).toMatchObject([{ family: 'behaviour', kind: 'arp_sweep' }])
})

test('what is stated in another window counts there', () => {
  const page = pageOf([{ detector: 'port_scan' }, { detector: 'signatures', seconds: 22 }])
  expect(page.windows.map(({ votes }) => votes[0]?.family)).toEqual(['signature', 'behaviour'])
})

test.each(['low', 'high'] as const)(
  'an update to %s takes the place of its own vote',
  (severity) => {
    const [window] = pageOf([
      { detector: 'port_scan', severity: 'low' },
      { detector: 'port_scan', severity, updateOf: 2 },
    ]).windows
    expect(window?.votes).toMatchObject([{ severity, detection_id: '0', title: 'said again' }])
  },
)

test.each([
  ['one of this window votes in it', 22, ['high', 'low']],
  ['one of an earlier window does not', 9, ['low']],
])('an update when the window is over: %s', (_, lastSeen, severities) => {
  const page = pageOf([
    { detector: 'port_scan', severity: 'low' },
    { detector: 'port_scan', severity: 'high', seconds: 22, updateOf: lastSeen },
  ])
  expect(page.windows.map(({ votes }) => votes[0]?.severity)).toEqual(severities)
})

test('an update at the end of a capture makes no second window of the last one', () => {
  const script = new TrafficScript().ping(host, '10.0.0.9', 8).wait(1).ping(host, '10.0.0.9', 8)
  let risk: HostRisk | undefined
  script.detect((traffic: Traffic) => {
    const fused = new HostRisk(traffic, 'pcap')
    risk = fused
    const stated = { source: host, family: 'behaviour', severity: 'high', detection_id: 'a' }
    const seenAt = () => ({ last_seen_epoch: traffic.timeUs / 1e6 })
    return {
      onIcmp: () => fused.note({ ...stated, revision: 1, ...seenAt() } as never),
      onWindow: (window) => fused.onWindow(window),
      onEnd() {
        fused.note({ ...stated, revision: 2, ...seenAt() } as never)
        fused.onEnd()
      },
    }
  })
  expect(risk?.page(riskQuery.parse({})).total).toBe(1)
})

test.each([
  ['low', 1, false],
  ['low', 2, true],
  ['medium', 1, true],
  ['medium', 0.4, false],
] as const)(
  'a %s behaviour alone, at %d false alarms an hour: alarm %s',
  (severity, budget, alarm) => {
    const query = { alarm_budget: `${budget}` }
    const page = pageOf([{ detector: 'port_scan', severity }], query)
    expect(page.windows[0]?.is_alarm).toBe(alarm)
    expect(pageOf([{ detector: 'port_scan', severity }], { ...query, alarms: 'true' }).total).toBe(
      alarm ? 1 : 0,
    )
  },
)

test('a budget is a share of the windows of an hour', () => {
  expect(alarmChanceOf(defaultAlarmBudget)).toBeCloseTo(1 / 3600, 12)
  expect(pageOf([], { alarm_budget: '36' }).threshold).toBeCloseTo(0.01, 12)
})

test('a host without packets of its own gets the window of the moment', () => {
  const script = new TrafficScript()
  for (let second = 0; second < 40; second++) script.ping(host, '10.0.0.9', 8).wait(1)
  let risk: HostRisk | undefined
  script.detect((traffic: Traffic) => {
    risk = new HostRisk(traffic, 'live')
    let isSaid = false
    return {
      onPacket() {
        if (isSaid) return false
        isSaid = true
        const words = { kind: 'arp_spoofing', severity: 'high', detection_id: 'id', title: 'x' }
        risk?.note({
          source: '02:00:00:00:00:66',
          detector: 'arp_spoofing',
          score: 1,
          ...words,
        } as never)
        return false
      },
      onTick: () => risk?.onTick(),
    }
  })
  expect(risk?.page(riskQuery.parse({})).windows).toMatchObject([{ host: '02:00:00:00:00:66' }])
})
