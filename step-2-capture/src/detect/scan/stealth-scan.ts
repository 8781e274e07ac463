import { IpProtocol } from '../../decode/frame.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, levels, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { ScanTracker } from '../track/scan-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { isAmbiguous, Probe, probeNames, probeOf, rejectedProbeOf } from './segment-probe.ts'

/** 1,024 sources and kinds of probe at up to 8 kB are 8 MB. */
export const trackerCountMax = 1_024

export const stealthScan = defineDetector({
  name: 'stealth_scan',
  family: 'behaviour',
  about: 'Probes that open no connection: NULL, FIN, Xmas, ACK, Maimon, and SYN with FIN.',
  kinds: [
    {
      id: 'stealth_port_scan',
      title:
        '{source} probed {ports}, last on {target}, with {flags} set in {span} ' +
        '(threshold: {limit})',
      technique: techniques.T1046,
      recommend:
        'No program sends such segments by accident: they are made to pass firewalls. Find out who ' +
        'runs the scanner on the source.',
    },
  ],
  options: {
    probeCountMin: limit(5, {
      about: 'Ports or hosts within a burst that were probed with segments that open no connection',
      unit: 'ports',
      source: 'Slips: every 5',
    }),
    ackCountMin: limit(12, {
      about:
        'The same with ACK, or FIN and ACK, which the last segments of a connection have as well',
      unit: 'ports',
    }),
    segmentCountMax: limit(2, {
      about: 'Segments of a probe with ACK, or FIN and ACK: a connection has more',
      unit: 'segments',
    }),
    burstPauseSeconds: seconds(60, { about: 'A pause that ends a burst' }),
    forgetAfterSeconds: forgetAfter('a source is', 3_600),
    levels: levels({ medium: 5, high: 100 }, { unit: 'ports' }),
    allow: allowSources('Sources that may scan: scanners of your own'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { burstPauseSeconds, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: trackerCountMax, forgetAfterSeconds }
    const sources = new TrackerTable({ ...bounds, tracker: ScanTracker })

    function count(flow: FlowId, probe: number): void {
      const target = flows.responder(flow)
      const source = sources.open({ host: flows.originator(flow), part: probe })
      const port = ((target << 16) | flows.responderPort(flow)) >>> 0
      const isNew = source.add(port, burstPauseSeconds * 1e6)
      source.evidence.addFlow(traffic, flow)
      if (!isNew) return
      const minimum = isAmbiguous(probe) ? settings.ackCountMin : settings.probeCountMin
      if (source.hasDoubled(source.burstCount, minimum)) report(source, target, minimum)
    }

    function report(source: ScanTracker, target: HostId, minimum: number): void {
      const { part: probe, things, burstCount, seconds } = source
      const flags = probeNames[probe]!
      reporter.emit({
        restate: () => report(source, target, minimum),
        ...about(source),
        kind: 'stealth_port_scan',
        severity: severityOf(burstCount, settings.levels),
        score: Math.max(0.6, growthScore(burstCount, minimum)),
        confidence: isAmbiguous(probe) ? 0.7 : 0.95,
        target,
        targetGroup: flags,
        values: {
          ports: counted(things, 'port'),
          flags,
          span: durationText(seconds),
          limit: minimum,
        },
        reasons: [countReason('probes', things.count, { typical: 0, unit: 'ports' })],
      })
    }

    return {
      protocols: [IpProtocol.tcp],
      onFlowProbe(flow) {
        const { frame } = traffic
        if (frame.payloadWireLength > 0) return
        const probe = probeOf(frame.tcpFlags)
        if (probe !== Probe.none) count(flow, probe)
      },
      onFlowRejected(flow) {
        const probe = rejectedProbeOf(flows.originatorFlags(flow))
        if (probe === Probe.none) return
        if (flows.originatorPackets(flow) <= settings.segmentCountMax) count(flow, probe)
      },
    }
  },
})
