import { Layer } from '../../decode/frame.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface SnmpGuessingOptions {
  /** Community names that one host tries on one device within a minute; a manager knows two. */
  readonly nameCountMin?: number
}

const defaults: Required<SnmpGuessingOptions> = { nameCountMin: 6 }

/** 1,024 clients and devices at 300 B. */
const groupCountMax = 1_024
const periodUs = 60_000_000
const forgetAfterSeconds = 600
const snmpPort = 161
/** SEQUENCE, INTEGER and OCTET STRING of BER (X.690): how a message of SNMP 1 or 2c begins. */
const Tag = { sequence: 0x30, integer: 2, octetString: 4 } as const

const snmpGuessing: DetectionKind = {
  kind: 'snmp_guessing',
  technique: techniques['T1110.001'],
  recommendation:
    'Allow SNMP from the management network only, use version 3, and look which name was answered.',
}

/** One host that tries the community names of SNMP, which are its passwords (onesixtyone). */
export function createSnmpGuessing(options: SnmpGuessingOptions = {}) {
  const { nameCountMin } = { ...defaults, ...options }
  return (traffic: Traffic): TrafficObserver => {
    const clients = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Names,
    })
    return {
      name: 'snmp_guessing',
      ports: [snmpPort],
      onPayload() {
        const { frame, packet, flow, flows, timeUs } = traffic
        if (frame.destinationPort !== snmpPort || (frame.layers & Layer.udp) === 0) return
        const name = communityOf(packet.bytes, frame.payloadOffset, frame.payloadLength)
        if (name === -1) return
        const names = clients.open({
          host: flows.originator(flow),
          peer: flows.responder(flow),
        })
        names.advance(timeUs)
        if (!names.names.add(name)) return
        names.evidence.addPacket(traffic)
        if (names.hasDoubled(names.names.count, nameCountMin)) report(traffic, names)
      },
    }
  }

  function report(traffic: Traffic, group: Names): void {
    const { hosts, timeUs } = traffic
    const { host, peer, names, periodFirstUs } = group
    const { count } = names
    reportGroup(traffic, group, {
      detector: 'snmp_guessing',
      kind: snmpGuessing,
      severity: severityOf(count, { medium: nameCountMin, high: nameCountMin * 10 }),
      score: growthScore(count, nameCountMin),
      confidence: 0.85,
      targetPort: snmpPort,
      firstUs: periodFirstUs,
      title:
        `${hosts.text(host)} tried ${names.text} community names of SNMP on ${hosts.text(peer)} in ` +
        `${durationText((timeUs - periodFirstUs) / 1e6)} (usual: below ${nameCountMin})`,
      reasons: [countReason('names', count, { typical: 2, unit: 'names' })],
    })
  }
}

class Names extends Tracker {
  periodFirstUs = this.firstUs
  names = new DistinctCounter()

  advance(nowUs: number): void {
    if (nowUs - this.periodFirstUs <= periodUs) return
    this.periodFirstUs = nowUs
    this.names = new DistinctCounter()
    this.evidence.clear()
  }
}

/** A hash of the community name in a message of version 1 or 2c, or -1. */
function communityOf(bytes: Uint8Array, start: number, length: number): number {
  if (length < 10 || bytes[start] !== Tag.sequence) return -1
  const first = bytes[start + 1] as number
  // A length above 127 takes as many bytes more as the low bits say.
  const at = start + 2 + (first < 0x80 ? 0 : first & 0x7f)
  const isCommunity =
    bytes[at] === Tag.integer &&
    bytes[at + 1] === 1 &&
    (bytes[at + 2] as number) <= 1 &&
    bytes[at + 3] === Tag.octetString
  if (!isCommunity) return -1
  const nameEnd = at + 5 + (bytes[at + 4] as number)
  return nameEnd > start + length ? -1 : hashBytes(bytes, at + 5, nameEnd)
}
