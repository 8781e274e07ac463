import { IpProtocol } from '../../decode/frame.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { durationText } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 1,024 pairs at 400 B are 410 kB. */
export const protocolPairCountMax = 1_024

/** What networks use beside TCP and UDP (IANA): control, groups, tunnels, routing, redundancy. */
const usedProtocols: ReadonlySet<number> = new Set([
  1, 2, 4, 6, 17, 41, 46, 47, 50, 51, 58, 88, 89, 94, 97, 103, 108, 112, 115, 132, 136, 137,
])

/** The protocols that one host tried on another within a period. */
class Prober extends PeriodTracker {
  readonly protocols = new Set<number>()

  protected startPeriod(): void {
    this.protocols.clear()
  }
}

export const protocolScan = defineDetector({
  name: 'protocol_scan',
  family: 'behaviour',
  about:
    'A host that sends another one packets of many rare IP protocols, to learn which of them ' +
    'it understands (nmap -sO). Tunnels, routing and redundancy are left alone.',
  kinds: [
    {
      id: 'ip_protocol_scan',
      title: '{source} tried {protocols} of IP on {target} in {span} (threshold: {limit})',
      technique: techniques.T1046,
      recommend:
        'No program uses these protocols: find out who runs the scanner on the source, and which of ' +
        'them the target answered.',
    },
  ],
  options: {
    protocolCountMin: limit(5, {
      about: 'Unused protocols of IP that one host tries on another within a period',
      unit: 'protocols',
      max: 200,
    }),
    periodSeconds: seconds(600, {
      about: 'Traffic time over which they are counted',
      min: 1,
      max: 3_600,
    }),
    allow: allowSources('Scanners of your own'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { protocolCountMin, periodSeconds } = settings
    const bounds = { traffic, countMax: protocolPairCountMax, forgetAfterSeconds: 3_600 }
    const probers = new TrackerTable({ ...bounds, tracker: Prober })

    function report(prober: Prober): void {
      const count = prober.protocols.size
      reporter.emit({
        restate: () => report(prober),
        ...about(prober),
        kind: 'ip_protocol_scan',
        severity: 'medium',
        score: 0.75,
        confidence: 0.9,
        values: {
          protocols: counted(count, 'protocol'),
          span: durationText(prober.seconds),
          limit: protocolCountMin,
        },
        reasons: [countReason('protocols', count, { typical: 0, unit: 'protocols' })],
      })
    }

    return {
      // What is neither TCP nor UDP is shown to observers of ICMP.
      protocols: [IpProtocol.icmp],
      onFlowStart(flow) {
        const protocol = flows.protocol(flow)
        if (usedProtocols.has(protocol)) return
        const key = { host: flows.originator(flow), peer: flows.responder(flow) }
        const prober = probers.open(key)
        prober.advance(traffic.timeUs, periodSeconds)
        if (prober.protocols.has(protocol)) return
        prober.protocols.add(protocol)
        prober.evidence.addFlow(traffic, flow)
        if (prober.hasDoubled(prober.protocols.size, protocolCountMin)) report(prober)
      },
    }
  },
})
