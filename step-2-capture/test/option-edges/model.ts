import { readFileSync } from 'node:fs'
import { knownSequences } from '../../src/detect/model/known-sequences.ts'
import { type ModelOrigin, sealed } from '../../src/detect/model/model-bundle.ts'
import { PacketModel } from '../../src/detect/model/packet-model.ts'
import { SequenceModel } from '../../src/detect/model/sequence-model.ts'
import { unusualPackets } from '../../src/detect/model/unusual-packets.ts'
import { unusualWindows } from '../../src/detect/model/unusual-windows.ts'
import { WindowModel } from '../../src/detect/model/window-model.ts'
import type { Detector } from '../../src/detect/seam/detector.ts'
import { defaultModelPath } from '../../src/train/default-model.ts'
import { HostHistories } from '../../src/train/host-histories.ts'
import {
  type HostSequence,
  labelledSequences,
  type NamedAttack,
} from '../../src/train/labelled-sequences.ts'
import { PacketRowSample } from '../../src/train/packet-rows.ts'
import type { OptionEdge } from '../option-edge.ts'
import { TrafficScript } from '../traffic-script.ts'

const origin: ModelOrigin = { source: 'pcap', name: 'edges', captures: ['script'], seed: 1 }
const now = new Date(0)

type Edge = Omit<OptionEdge, 'detector'>

/** In each window: ten hosts that each read a page, and others whose attempts fail. */
function windows({
  count = 1,
  gapSeconds = 10,
  scanners = ['10.0.0.66'],
  ports = 400,
  growth = 1,
} = {}): TrafficScript {
  const script = new TrafficScript()
  let portCount = ports
  for (let window = 0; window < count; window++) {
    for (let host = 1; host <= 10; host++) script.connection(`10.0.1.${host}`, '10.0.0.1:80')
    for (const scanner of scanners) {
      for (let port = 1; port <= portCount; port++) script.ignored(scanner, `10.0.2.1:${port}`)
    }
    portCount *= growth
    script.wait(gapSeconds)
  }
  return script.connection('10.0.1.1', '10.0.0.1:80').wait(10).connection('10.0.1.1', '10.0.0.1:80')
}

/** The shipped ensemble under another name: as the default model it gives no medium severity. */
function windowModel(): WindowModel {
  const { hash: _, format: __, ...content } = JSON.parse(readFileSync(defaultModelPath, 'utf8'))
  return WindowModel.restore(sealed('window', { ...content, name: origin.name }))
}

/** Knows quiet hosts, and one that tries ports in every window. */
function sequenceModel(): SequenceModel {
  const attack = { kind: 'vertical_port_scan', attacker: '10.0.0.66', start: 0, end: Infinity }
  const sequences = [
    ...sequencesOf(windows({ count: 3, scanners: [] }), []),
    ...sequencesOf(windows({ count: 3 }), [attack]),
  ]
  return SequenceModel.train(sequences, [], { origin, now })
}

function sequencesOf(script: TrafficScript, attacks: readonly NamedAttack[]): HostSequence[] {
  const histories = new HostHistories()
  script.detect(histories.watch)
  return labelledSequences(histories, attacks)
}

/** Knows the packets of ten quiet hosts. */
function packetModel(): PacketModel {
  const sample = new PacketRowSample({ seed: 1, sampleRate: 1 })
  windows({ count: 30, scanners: [] }).detect(sample.watch)
  return PacketModel.train(sample.rows, {
    algorithm: 'mahalanobis',
    contamination: 0.01,
    origin,
    now,
  })
}
const ofUnusualWindows: readonly Edge[] = [
  { option: 'falseAlarmsPerHour', script: () => windows({ ports: 10 }), below: 0.0173, at: 0.0174 },
  {
    option: 'rarerFactor',
    script: () => windows({ ports: 10, count: 3, growth: 4 }),
    below: 1.41,
    at: 1.4,
  },
  {
    option: 'forgetAfterSeconds',
    script: () => windows({ count: 2, gapSeconds: 60 }),
    below: 59,
    at: 60,
    others: { matchWindowCountMin: 1 },
  },
  {
    option: 'mediumWindowCountMin',
    script: () => windows({ count: 2 }),
    below: 3,
    at: 2,
    others: { matchWindowCountMin: 1 },
  },
  {
    option: 'sureRowCountMax',
    script: () => windows({ count: 2 }),
    below: 0.19,
    at: 0.2,
    others: { matchWindowCountMin: 1, mediumWindowCountMin: 1 },
  },
  ...ofNetworkMatch({ mediumWindowCountMin: 1 }),
  { option: 'allow', script: windows, below: [], at: ['10.0.0.64/30'] },
]

/** Ordinary scores are few in this model, so everything that it takes for an attack is reported. */
const everything = { falseAlarmsPerHour: 3_600 }

const ofKnownSequences: readonly Edge[] = [
  { option: 'falseAlarmsPerHour', script: windows, below: 66.1, at: 66.2 },
  { option: 'probabilityMin', script: windows, below: 0.9997, at: 0.9996, others: everything },
  {
    option: 'windowGapSecondsMax',
    script: () => windows({ count: 2, gapSeconds: 40 }),
    below: 29,
    at: 30,
    // Two windows are surer than one.
    others: { ...everything, probabilityMin: 0.9998 },
  },
  {
    option: 'mediumWindowCountMin',
    script: () => windows({ count: 4 }),
    below: 5,
    at: 4,
    others: { ...everything, matchWindowCountMin: 1 },
  },
  ...ofNetworkMatch({ ...everything, mediumWindowCountMin: 1 }),
  { option: 'allow', script: windows, below: [], at: ['10.0.0.66'], others: everything },
]

const ofUnusualPackets: readonly Edge[] = [
  { option: 'packetCountMin', script: windows, below: 401, at: 400 },
  {
    option: 'forgetAfterSeconds',
    script: () => windows({ count: 2, ports: 60, gapSeconds: 70 }),
    below: 70,
    at: 71,
    others: { packetCountMin: 70 },
  },
  { option: 'allow', script: windows, below: [], at: ['10.0.0.66'] },
]

/** Each with a model of this test. */
const [unusual, known, packets] = [
  unusualWindows.using(windowModel()),
  knownSequences.using(sequenceModel()),
  unusualPackets.using(packetModel()),
]
export const modelDetectors: readonly Detector[] = [unusual, known, packets]

export const edges: readonly OptionEdge[] = [
  ...ofUnusualWindows.map((edge) => ({ ...edge, detector: unusual })),
  ...ofKnownSequences.map((edge) => ({ ...edge, detector: known })),
  ...ofUnusualPackets.map((edge) => ({ ...edge, detector: packets })),
]

/** The first scanner is reported when twelve windows were counted, of eleven quiet hosts and its own. */
function ofNetworkMatch(others: Readonly<Record<string, unknown>>): Edge[] {
  const three = () => windows({ scanners: ['10.0.0.66', '10.0.0.67', '10.0.0.68'] })
  return [
    { option: 'matchWindowCountMin', script: windows, below: 13, at: 12, others },
    { option: 'unusualHostCountMax', script: three, below: 2, at: 3 },
    {
      option: 'unusualHostShareMax',
      script: three,
      below: 0.21,
      at: 0.22,
      others: { unusualHostCountMax: 1 },
    },
  ].map((edge) => ({ ...edge, others: { ...others, ...edge.others } }))
}
