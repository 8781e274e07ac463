import { createRandom } from '../detect/model/algorithms/random.ts'
import type { ObserverFactory, TrafficObserver } from '../detect/seam/observer.ts'
import { type HostWindow, hostFeatures } from '../features/host-window.ts'
import type { FlowId } from '../flow/flow-rows.ts'
import type { Traffic } from '../flow/traffic.ts'
import { isoTimeOfUs } from '../pcap/iso-time.ts'
import type { SourceKind } from '../pcap/source-kind.ts'
import type { BaselineFile, HostBaseline } from './baseline.ts'
import { typicalOf } from './robust-statistics.ts'

/** 4,096 hosts with 360 windows of 36 numbers each (an hour) are at most 425 MB; few are that busy. */
const hostCountMax = 4_096
const windowCountMax = 360
/** A host that talks to more is a server or a crawler; the first ones are kept. */
const peerCountMax = 1_024

interface Collected {
  readonly rows: Float64Array[]
  windowCount: number
  firstUs: number
  lastUs: number
  readonly destinations: Set<string>
  readonly ports: Set<number>
}

/** Gathers what is typical for each host that opens flows; states nothing. One for all captures. */
export class BaselineCollector {
  /** Hosts beyond `hostCountMax`. */
  leftOutCount = 0
  readonly #hosts = new Map<string, Collected>()
  readonly #random = createRandom(1)

  /** Watches one capture; addresses, not host ids, tie the captures together. */
  readonly watch: ObserverFactory = (traffic: Traffic): TrafficObserver => ({
    onFlowStart: (flow) => this.#addFlow(traffic, flow),
    onWindow: (window) => this.#addWindow(traffic.hosts.text(window.host), window),
  })

  /** The baselines, hosts in the order of their addresses. */
  finish(source: SourceKind, captures: readonly string[]): BaselineFile {
    const active = [...this.#hosts].filter(([, { windowCount }]) => windowCount > 0)
    const rows = active.flatMap(([, { rows }]) => rows)
    const windows = active.reduce((sum, [, { windowCount }]) => sum + windowCount, 0)
    const hosts = active
      .map(([address, collected]) => baselineOf(address, collected))
      .sort((a, b) => (a.address < b.address ? -1 : 1))
    return {
      format: 'net-anomaly-baselines-1',
      source,
      captures: [...captures],
      window_seconds: 10,
      network: { windows, features: featuresOf(rows) },
      hosts,
    }
  }

  #addFlow({ flows, hosts }: Traffic, flow: FlowId): void {
    const host = this.#hostOf(hosts.text(flows.originator(flow)))
    if (!host) return
    const { destinations, ports } = host
    if (destinations.size < peerCountMax) {
      destinations.add(hosts.text(flows.responder(flow)))
    }
    if (ports.size < peerCountMax) ports.add(flows.responderPort(flow))
  }

  #addWindow(address: string, { row, startUs, endUs }: HostWindow): void {
    const host = this.#hosts.get(address)
    if (!host) return
    host.firstUs = Math.min(host.firstUs, startUs)
    host.lastUs = Math.max(host.lastUs, endUs)
    // A fair sample of all windows (Vitter 1985, algorithm R).
    const index = host.windowCount++
    const place = index < windowCountMax ? index : this.#random.below(index + 1)
    if (place < windowCountMax) host.rows[place] = row.slice()
  }

  #hostOf(address: string): Collected | undefined {
    const known = this.#hosts.get(address)
    if (known) return known
    if (this.#hosts.size === hostCountMax) {
      this.leftOutCount++
      return undefined
    }
    const host: Collected = {
      rows: [],
      windowCount: 0,
      firstUs: Number.POSITIVE_INFINITY,
      lastUs: Number.NEGATIVE_INFINITY,
      destinations: new Set(),
      ports: new Set(),
    }
    this.#hosts.set(address, host)
    return host
  }
}

function baselineOf(address: string, host: Collected): HostBaseline {
  return {
    address,
    windows: host.windowCount,
    first_seen: isoTimeOfUs(host.firstUs),
    last_seen: isoTimeOfUs(host.lastUs),
    features: featuresOf(host.rows),
    destinations: [...host.destinations].sort(),
    ports: [...host.ports].sort((a, b) => a - b),
  }
}

function featuresOf(rows: readonly Float64Array[]): HostBaseline['features'] {
  const features = hostFeatures.map(({ name }, index) => {
    const { median, mad, high, highest } = typicalOf(rows.map((row) => row[index] as number))
    const typical = { median: rounded(median), mad: rounded(mad), high: rounded(high) }
    return [name, { ...typical, highest: rounded(highest) }] as const
  })
  return Object.fromEntries(features)
}

/** A thousandth is finer than anybody's eye. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
