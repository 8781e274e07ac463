import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { FlowState } from '../../flow/flow-column.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowTargets, numbers, quantity, seconds } from '../seam/option.ts'
import type { DetectionHandle } from '../seam/reporter.ts'
import { techniques } from '../seam/techniques.ts'
import { Evidence } from '../track/evidence.ts'
import { durationText, severityOf } from '../track/severity-scale.ts'

export const longConnection = defineDetector({
  name: 'long_connection',
  family: 'behaviour',
  about: 'A TCP connection to the outside that stays open for hours, up to its last packet.',
  kinds: [
    {
      id: 'long_connection',
      title: '{source} has been connected to {service} for {duration} (threshold: {limit} h)',
      technique: techniques.T1571,
      recommend:
        'Find the program behind the connection. Push services and remote desktops stay for hours; ' +
        'so do tunnels and remote controls. Add a known one to long_connection.allow.',
    },
  ],
  options: {
    hours: numbers([1, 4, 8, 12], {
      about: 'Durations at which a connection is reported',
      unit: 'h',
      source: 'RITA: 1, 4, 8, 12',
      min: 0.01,
      max: 168,
    }),
    lowHoursMin: quantity(4, {
      about: 'Duration from which the severity is low; below it is info',
      unit: 'h',
      min: 0.01,
      max: 168,
    }),
    lookSeconds: seconds(300, {
      about: 'Traffic time between two looks at the open connections',
      min: 1,
      max: 3_600,
    }),
    allow: allowTargets('Servers that may hold connections open, such as a push service'),
  },
  watch(traffic, settings, reporter) {
    const { flows, hosts } = traffic
    const { lowHoursMin, lookSeconds } = settings
    const hours = settings.hours.toSorted((a, b) => a - b)
    const shortestUs = (hours[0] ?? Number.POSITIVE_INFINITY) * 3.6e9
    /** How many of the durations each flow has passed. */
    const passed = new FlowMarks(flows)
    /** By flows that are still open: each is one detection, however long it stays. */
    const stated = new Map<FlowId, DetectionHandle>()
    let lookedUs = Number.NEGATIVE_INFINITY

    function look(flow: FlowId): void {
      // Up to its last packet: after it the connection may have ended without one.
      const us = flows.lastUs(flow) - flows.firstUs(flow)
      if (us < shortestUs) return
      const mark = passed.get(flow)
      const limit = hours[mark]
      if (limit === undefined || us < limit * 3.6e9) return
      if (flows.protocol(flow) !== IpProtocol.tcp) return
      if (flows.state(flow) !== FlowState.established) return
      const target = flows.responder(flow)
      if (scopeOf(hosts, target) !== AddressScope.outside) return
      passed.set(flow, mark + 1)
      report(flow, us / 1e6, limit)
    }

    function report(flow: FlowId, seconds: number, limit: number): void {
      const target = flows.responder(flow)
      const port = flows.responderPort(flow)
      const service = `${hosts.text(target)}:${port}`
      const evidence = new Evidence()
      evidence.addFlow(traffic, flow)
      const statement = {
        kind: 'long_connection',
        severity: severityOf(seconds / 3600, { low: lowHoursMin }),
        score: Math.min(0.6, 0.2 + 0.03 * (seconds / 3600)),
        confidence: 0.4,
        source: flows.originator(flow),
        target,
        targetPort: port,
        targetGroup: service,
        flow,
        firstUs: flows.firstUs(flow),
        values: { service, duration: durationText(seconds), limit },
        reasons: [{ feature: 'duration', actual: Math.round(seconds), typical: 60, unit: 's' }],
        evidence: evidence.toReferences(),
      } as const
      const handle = stated.get(flow)
      if (handle) reporter.update(handle, statement)
      else stated.set(flow, reporter.emit(statement))
    }

    return {
      onTick() {
        if (traffic.timeUs - lookedUs < lookSeconds * 1e6) return
        lookedUs = traffic.timeUs
        flows.forEach(look)
      },
      onFlowEnd(flow) {
        look(flow)
        stated.delete(flow)
      },
    }
  },
})
