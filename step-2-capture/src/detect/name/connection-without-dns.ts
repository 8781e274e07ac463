import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface ConnectionWithoutDnsOptions {
  /** Outside hosts that a client connected to without asking for a name, before it is told. */
  readonly hostCountMin?: number
  /** Names that it asked for before, so that its questions are known to be seen here. */
  readonly queryCountMin?: number
}

/** 2,048 clients at up to 8 kB, 200 B as a rule. */
const groupCountMax = 2_048
const forgetAfterSeconds = 3_600

const withoutDns: DetectionKind = {
  kind: 'connection_without_dns',
  technique: techniques.T1071,
  recommendation:
    'Programs ask for names, malware often has addresses. Look which program on the source made ' +
    'these connections, if anything else speaks against it.',
}

class Client extends Tracker {
  queryCount = 0
  readonly hosts = new DistinctCounter()
}

/** Connections to addresses that no DNS answer gave, by a client that does use DNS. */
export function createConnectionWithoutDns(options: ConnectionWithoutDnsOptions = {}) {
  const { hostCountMin = 10, queryCountMin = 10 } = options
  return (traffic: Traffic): TrafficObserver => {
    const clients = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Client,
    })
    return {
      name: 'connection_without_dns',
      protocols: [IpProtocol.tcp],
      onDns() {
        const { dns, flow, flows } = traffic
        if (!dns.isResponse) clients.open({ host: flows.originator(flow) }).queryCount++
      },
      onFlowAnswered(flow) {
        const { flows, hosts, resolved } = traffic
        const client = clients.find({ host: flows.originator(flow) })
        if (!client || client.queryCount < queryCountMin) return
        const target = flows.responder(flow)
        if (scopeOf(hosts, target) !== AddressScope.outside || resolved.has(hosts, target)) return
        if (!client.hosts.add(target)) return
        client.evidence.addFlow(traffic, flow)
        if (client.hasDoubled(client.hosts.count, hostCountMin)) report(traffic, client)
      },
    }
  }

  function report(traffic: Traffic, client: Client): void {
    const { hosts } = client
    reportGroup(traffic, client, {
      detector: 'connection_without_dns',
      kind: withoutDns,
      severity: 'info',
      score: 0.3,
      confidence: 0.4,
      title:
        `${traffic.hosts.text(client.host)} connected to ${hosts.text} outside addresses that it ` +
        `did not ask DNS for (usual: below ${hostCountMin})`,
      reasons: [countReason('hosts', hosts.count, { typical: hostCountMin - 1, unit: 'hosts' })],
    })
  }
}
