import { IpProtocol, Layer } from '../../decode/frame.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { durationText } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { Probe, probeNames, probeOf, rejectedProbeOf } from './segment-probe.ts'

/** 1,024 pairs at 400 B are 410 kB. */
export const probedPairCountMax = 1_024
/** A connection that has ended has had more. */
export const probeSegmentCountMax = 2

/** Questions of ICMP that programs do not ask (RFC 6918), beside pings without data. */
const questions: Readonly<Record<number, string>> = {
  13: 'a question for the time',
  15: 'a question for the network',
  17: 'a question for the mask',
}

/** The kinds of probe that one host sent another within a period. */
class Prober extends PeriodTracker {
  readonly kinds = new Set<string>()

  protected startPeriod(): void {
    this.kinds.clear()
  }
}

export const hostProbing = defineDetector({
  name: 'host_probing',
  family: 'behaviour',
  about:
    'A host that sends another one several kinds of packet that no program sends, each once or ' +
    'twice: what nmap and Xprobe do to learn whether it is there and what system it runs. A few ' +
    'packets are enough, where scans of ports take many.',
  kinds: [
    {
      id: 'host_probing',
      title: '{source} sent {target} {kinds} in {span}: {names} (threshold: {limit})',
      technique: techniques.T1046,
      recommend:
        'Find out who runs the scanner on the source. An attack that suits the system of the target ' +
        'may come next: look for connections of the source that follow.',
    },
  ],
  options: {
    kindCountMin: limit(3, {
      about: 'Kinds of probe that one host sends another within a period',
      unit: 'kinds',
      max: 10,
    }),
    periodSeconds: seconds(60, {
      about: 'Traffic time over which they are counted',
      min: 1,
      max: 3_600,
    }),
    allow: allowSources('Scanners of your own'),
  },
  watch(traffic, settings, reporter) {
    const { flows, frame } = traffic
    const { kindCountMin, periodSeconds } = settings
    const bounds = { traffic, countMax: probedPairCountMax, forgetAfterSeconds: 3_600 }
    const probers = new TrackerTable({ ...bounds, tracker: Prober })

    function count(flow: FlowId, name: string): void {
      const prober = probers.open({ host: flows.originator(flow), peer: flows.responder(flow) })
      prober.advance(traffic.timeUs, periodSeconds)
      if (prober.kinds.has(name)) return
      prober.kinds.add(name)
      prober.evidence.addPacket(traffic)
      if (prober.hasDoubled(prober.kinds.size, kindCountMin)) report(prober)
    }

    function report(prober: Prober): void {
      const { size } = prober.kinds
      reporter.emit({
        restate: () => report(prober),
        ...about(prober),
        kind: 'host_probing',
        severity: 'medium',
        score: 0.7,
        confidence: 0.85,
        values: {
          kinds: counted(size, 'kind of probe', 'kinds of probe'),
          names: [...prober.kinds].join('; '),
          span: durationText(prober.seconds),
          limit: kindCountMin,
        },
        reasons: [countReason('probe_kinds', size, { typical: 0, unit: 'kinds' })],
      })
    }

    function countSegment(flow: FlowId, probe: number): void {
      if (probe !== Probe.none) count(flow, `a segment with ${probeNames[probe]}`)
    }

    return {
      protocols: [IpProtocol.tcp],
      onFlowProbe(flow) {
        if (frame.payloadWireLength === 0) countSegment(flow, probeOf(frame.tcpFlags))
      },
      onFlowRejected(flow) {
        if (flows.originatorPackets(flow) > probeSegmentCountMax) return
        countSegment(flow, rejectedProbeOf(flows.originatorFlags(flow)))
      },
      onIcmp() {
        if ((frame.layers & Layer.icmp) === 0 || !flows.fromOriginator) return
        const type = frame.sourcePort
        const isEmptyPing = type === 8 && frame.payloadWireLength === 0
        const name = isEmptyPing ? 'a ping without data' : questions[type]
        if (name !== undefined) count(traffic.flow, name)
      },
    }
  },
})
