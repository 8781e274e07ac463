import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { SettingsOf } from '../seam/option.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { durationText } from '../track/severity-scale.ts'
import { FloodSources, type originOptions } from './flood-sources.ts'

/** What reached a host or a service in the current period, and from where. */
export class FloodTarget extends PeriodTracker {
  count = 0
  protocol = 0
  sources = new FloodSources()

  protected startPeriod(): void {
    this.count = 0
    this.sources = new FloodSources()
  }

  /** Counts what a flow brought. */
  add(traffic: Traffic, flow: FlowId, source: HostId): void {
    this.count++
    this.protocol = traffic.flows.protocol(flow)
    this.sources.add(traffic, flow, source)
  }
}

type FloodSettings = SettingsOf<typeof originOptions> & { readonly periodSeconds: number }

/** What a statement about a flooded target takes from it, and what its title says of time and origin. */
export function aboutFlood(traffic: Traffic, target: FloodTarget, settings: FloodSettings) {
  const { source, text } = target.sources.origin(traffic, settings)
  return {
    stated: { ...about(target), source, target: target.host, floods: target.protocol },
    texts: {
      from: text,
      span: durationText(target.seconds),
      period: durationText(settings.periodSeconds),
    },
    sourcesReason: countReason('sources', target.sources.count, { typical: 1, unit: 'hosts' }),
  }
}

/** A service (host and port) that is flooded, as the group of its detections. */
export function aboutFloodedService({ hosts }: Traffic, { host, part: port }: FloodTarget) {
  return { targetPort: port, targetGroup: `${hosts.text(host)}:${port}` }
}
