// #region detector
import { defineDetector } from '../src/detect/seam/detector.ts'
import { allowTargets, forgetAfter, limit } from '../src/detect/seam/option.ts'
import { countReason } from '../src/detect/track/about-tracker.ts'
import { counted } from '../src/detect/track/counted.ts'
import { EventCounter } from '../src/detect/track/event-counter.ts'

export const refusedConnections = defineDetector({
  name: 'refused_connections',
  family: 'behaviour',
  about: 'A host that refuses many connections: its service is down, or was moved.',
  kinds: [
    {
      id: 'refused_connections',
      title: '{source} refused {connections} (threshold: {limit})',
      technique: null,
      recommend: 'Start the service again, or correct the address that its clients use.',
    },
  ],
  options: {
    refusedCountMin: limit(20, { about: 'Refused connections', unit: 'connections' }),
    forgetAfterSeconds: forgetAfter('a host is', 300),
    allowFrom: allowTargets('Clients whose attempts do not count, such as a scanner of your own'),
  },
  watch(traffic, { refusedCountMin: limit, forgetAfterSeconds }, reporter) {
    const counter = new EventCounter(traffic, {
      countMax: 1_024, // hosts, 250 kB
      eventCountMin: limit,
      forgetAfterSeconds,
    })
    return {
      onFlowRejected(flow) {
        const source = traffic.flows.responder(flow)
        const host = counter.countFlow({ host: source }, flow)
        if (!host) return
        const { count, firstUs, evidence } = host
        reporter.emit({
          kind: 'refused_connections',
          severity: 'low',
          score: 0.5,
          confidence: 0.7,
          source,
          target: traffic.flows.originator(flow),
          firstUs,
          evidence: evidence.toReferences(),
          values: { connections: counted(count, 'connection'), limit },
          reasons: [countReason('refused', count, { typical: limit - 1, unit: 'connections' })],
        })
      },
    }
  },
})
// #endregion
