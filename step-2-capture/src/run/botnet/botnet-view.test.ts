import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { beaconing } from '../../detect/beacon/beaconing.ts'
import type { Detection } from '../../detect/seam/detection.ts'
import { SideReports } from '../../detect/seam/side-report.ts'
import { Engine } from '../../engine.ts'
import { BotnetView, rowCountMax } from './botnet-view.ts'
import { commandServers } from './command-servers.ts'
import { Communications, communicationCountMax } from './communications.ts'

const [client, server] = ['10.0.0.5', '198.51.100.7']

function stated(changes: Partial<Detection>): Detection {
  return {
    detection_id: 'id',
    revision: 1,
    family: 'behaviour',
    sensor: 'test',
    detector: 'beaconing',
    kind: 'beaconing',
    severity: 'medium',
    score: 0.9,
    confidence: 0.6,
    source: client,
    target: server,
    target_port: 443,
    target_group: server,
    first_seen: '2026-01-14T09:00:00.000Z',
    last_seen: '2026-01-14T09:10:00.000Z',
    first_seen_epoch: 0,
    last_seen_epoch: 600,
    community_id: null,
    title: 'called 20 times',
    technique: { id: 'T1071', name: 'Protocol', tactic: 'command-and-control' },
    recommendation: '',
    reasons: [],
    evidence: [],
    capture: { source: 'pcap', name: 'x' },
    raw_score: null,
    threshold: null,
    model_version: null,
    ...changes,
  }
}

/** Runs a script through the beaconing detector; what it offers to views. */
function reportsOf(script: TrafficScript): SideReports {
  const engine = new Engine({
    capture: { source: 'pcap', name: 'script' },
    detectors: [beaconing],
    seed: 1,
    onDetection: () => {},
  })
  engine.push(script.bytes())
  engine.end()
  return engine.reports
}

function findingsOf(...detections: readonly Detection[]) {
  const view = new BotnetView()
  for (const detection of detections) view.note(detection)
  return view.findings(new SideReports())
}

function watchCalls(count: number, gapSeconds: number, callers = [client]) {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    for (const caller of callers) script.connection(caller, `${server}:443`)
    script.wait(gapSeconds)
  }
  return new BotnetView().findings(reportsOf(script))
}

test.each([
  [3, 0, 0],
  [4, 1, 0],
  [9, 1, 0],
  [10, 1, 1],
])('%i regular calls make %i scored pairs and %i beacons', (count, scored, beacons) => {
  const { totals } = watchCalls(count, 60)
  expect(totals).toMatchObject({ scored_pairs: scored, beacons })
})

test('a pair comes with its pace and with the parts of its score', () => {
  const [beacon] = watchCalls(30, 60).active_beacons
  expect(beacon).toMatchObject({ source: client, target: server, target_port: 443 })
  expect(beacon).toMatchObject({ connections: 30, bytes_sent: 5, named: false, active: true })
  expect(beacon?.gap_seconds).toBeCloseTo(60, 1)
  const { time = 0, size = 0, duration = 0, histogram = 0, total } = beacon?.score ?? {}
  expect(total).toBeCloseTo((time + size + duration + histogram) / 4, 12)
})

test('a beacon that missed four of its turns is active no more', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 20; i++) script.connection(client, `${server}:443`).wait(60)
  script.wait(240).connection('10.0.0.6', '10.0.0.7:22')
  expect(new BotnetView().findings(reportsOf(script)).active_beacons).toMatchObject([
    { active: false },
  ])
})

test('what many hosts call is more prevalent', () => {
  const alone = watchCalls(5, 60).beacon_scores[0]
  const shared = watchCalls(5, 60, [client, '10.0.0.6', '10.0.0.7']).beacon_scores[0]
  expect(alone?.prevalence).toEqual({ hosts: 1, share: 1 })
  expect(shared?.prevalence).toEqual({ hosts: 3, share: 1 })
})

test('the same statement is listed once, with its gravest severity and its newest words', () => {
  const { suspicious_communications: found } = findingsOf(
    stated({ severity: 'high' }),
    stated({ title: 'called 40 times', last_seen: '2026-01-14T09:20:00.000Z' }),
  )
  expect(found).toEqual([
    expect.objectContaining({ severity: 'high', detections: 2, title: 'called 40 times' }),
  ])
})

test('an update is no further detection, and never takes the last time back', () => {
  const first = stated({ detection_id: 'a' })
  const second = stated({ detection_id: 'b', last_seen: '2026-01-14T09:20:00.000Z' })
  const update = { ...first, revision: 2, title: 'called 30 times', severity: 'high' } as const
  const { suspicious_communications: found, top_suspicious_ips: addresses } = findingsOf(
    first,
    second,
    update,
  )
  expect(found).toEqual([
    expect.objectContaining({
      severity: 'high',
      detections: 2,
      title: 'called 30 times',
      last_seen: second.last_seen,
    }),
  ])
  expect(addresses.find(({ ip }) => ip === client)?.detections).toBe(2)
  const alone = findingsOf(update)
  expect(alone.suspicious_communications).toMatchObject([{ detections: 1 }])
  expect(alone.top_suspicious_ips.find(({ ip }) => ip === client)?.detections).toBe(1)
})

test.each([
  ['a scan', { technique: { id: 'T1046', name: 'Scan', tactic: 'discovery' } }],
  ['what has no technique', { technique: null }],
  ['what is only worth a note', { severity: 'info' as const }],
])('%s is no communication with a master', (_, changes) => {
  expect(findingsOf(stated(changes)).suspicious_communications).toEqual([])
})

test.each([
  [{ severity: 'low' as const, confidence: 1 }, 0],
  [{ severity: 'medium' as const, confidence: 0.5 }, 0],
  [{ severity: 'medium' as const, confidence: 0.51 }, 1],
])('a statement like %j makes %i candidates', (changes, count) => {
  expect(findingsOf(stated(changes)).potential_c2_servers).toHaveLength(count)
})

test('two weak grounds of different kinds make a candidate, two of one kind do not', () => {
  const weak = stated({ severity: 'low', confidence: 0.6 })
  const other = stated({ ...weak, kind: 'strobe' })
  const again = stated({ ...weak, target_group: 'again' })
  expect(findingsOf(weak, again).potential_c2_servers).toEqual([])
  const [candidate] = findingsOf(weak, other).potential_c2_servers
  expect(candidate?.score).toBeCloseTo(1 - 0.76 ** 2, 12)
  expect(candidate?.evidence.map(({ kind }) => kind)).toEqual(['beaconing', 'strobe'])
})

test('the end outside is the server, whichever is the source', () => {
  const { potential_c2_servers: found } = findingsOf(stated({ source: server, target: client }))
  expect(found).toEqual([expect.objectContaining({ server, clients: [client] })])
})

test('a bot that scans is suspicious without any master', () => {
  const scan = { id: 'T1046', name: 'Scan', tactic: 'discovery' }
  const found = findingsOf(stated({ kind: 'port_scan', technique: scan }))
  expect(found.top_suspicious_ips).toEqual([
    {
      ip: client,
      scope: 'inside',
      threat_score: expect.closeTo(0.48),
      is_suspicious: true,
      indicators: ['port_scan'],
      detections: 1,
    },
  ])
})

test('lists are cut, statements are bounded, and the newest stay', () => {
  const communications = new Communications()
  const view = new BotnetView()
  for (let i = 0; i <= communicationCountMax; i++) {
    const detection = stated({ target_group: `${i}` })
    communications.note(detection)
    view.note(detection)
  }
  const groups = communications.list().map(({ target_group }) => target_group)
  expect(groups).toHaveLength(communicationCountMax)
  expect(groups).not.toContain('0')
  expect(commandServers(communications.list())).toHaveLength(1)
  expect(view.findings(new SideReports()).suspicious_communications).toHaveLength(rowCountMax)
  expect(view.findings(new SideReports()).totals.suspicious_communications).toBe(
    communicationCountMax,
  )
})
