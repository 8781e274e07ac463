import { DnsMessage } from '../../decode/dns.ts'
import { Layer } from '../../decode/frame.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface NamePoisoningOptions {
  /** Names that one host says are its own; a computer has one or two. */
  readonly nameCountMin?: number
}

/** 512 hosts at up to 8 kB are 4 MB. */
const groupCountMax = 512
const forgetAfterSeconds = 3_600
/** LLMNR (RFC 4795), and the name service of NetBIOS (RFC 1002). */
const llmnrPort = 5355
const netbiosPort = 137
/** The type of a NetBIOS name. */
const netbiosNameType = 0x20

const namePoisoning: DetectionKind = {
  kind: 'name_poisoning',
  technique: techniques['T1557.001'],
  recommendation:
    'Isolate the source: it answers for names that are not its own to collect password hashes. ' +
    'Turn LLMNR and NetBIOS off by policy, and change the passwords of those who were answered.',
}

class Responder extends Tracker {
  readonly names = new DistinctCounter()
}

/** One host that answers for many names on the local network (Responder, Inveigh). */
export function createNamePoisoning({ nameCountMin = 3 }: NamePoisoningOptions = {}) {
  return (traffic: Traffic): TrafficObserver => {
    const message = new DnsMessage()
    const responders = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Responder,
    })
    return {
      name: 'name_poisoning',
      ports: [llmnrPort, netbiosPort],
      onPayload() {
        const { frame, packet, flow, flows } = traffic
        const { sourcePort, payloadOffset, payloadLength } = frame
        if (sourcePort !== llmnrPort && sourcePort !== netbiosPort) return
        if ((frame.layers & Layer.udp) === 0) return
        if (!message.parse(packet.bytes, payloadOffset, payloadLength)) return
        if (!message.isResponse || message.responseCode !== 0 || message.answerCount === 0) return
        // NetBIOS answers have no question; the name stands in the answer, behind the header.
        const answer = message.answers[0]
        if (sourcePort === netbiosPort && answer?.type !== netbiosNameType) return
        const name =
          message.name.length > 0
            ? hashBytes(message.name.bytes, 0, message.name.length)
            : hashBytes(packet.bytes, payloadOffset + 12, payloadOffset + 46)
        const sender = flows.fromOriginator ? FlowColumn.originator : FlowColumn.responder
        const responder = responders.open({ host: flows.value(flow, sender) as HostId })
        if (!responder.names.add(name)) return
        responder.evidence.addPacket(traffic)
        const { count } = responder.names
        if (responder.hasDoubled(count, nameCountMin)) report(traffic, responder, count)
      },
    }
  }

  function report(traffic: Traffic, responder: Responder, count: number): void {
    const { hosts } = traffic
    reportGroup(traffic, responder, {
      detector: 'name_poisoning',
      kind: namePoisoning,
      severity: severityOf(count, { medium: nameCountMin, high: nameCountMin * 2 }),
      score: Math.max(0.65, growthScore(count, nameCountMin)),
      confidence: 0.8,
      title:
        `${hosts.text(responder.host)} answered for ${count} different names on the local ` +
        `network (usual: below ${nameCountMin})`,
      reasons: [countReason('names', count, { typical: nameCountMin - 1, unit: 'names' })],
    })
  }
}
