import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 2,048 clients at up to 8 kB are 16 MB at worst, and 400 kB as a rule. */
export const clientCountMax = 2_048

class Client extends Tracker {
  queryCount = 0
  readonly addresses = new DistinctCounter()
}

export const connectionWithoutDns = defineDetector({
  name: 'connection_without_dns',
  family: 'behaviour',
  about:
    'Connections to outside addresses that no DNS answer gave, by a client whose DNS queries are seen.',
  kinds: [
    {
      id: 'connection_without_dns',
      title:
        '{source} connected to {addresses} outside that it had not asked DNS for (threshold: {limit})',
      technique: techniques.T1071,
      recommend:
        'Most programs ask for names; malware often carries addresses. If other findings name this ' +
        'source too, find the program that made these connections.',
    },
  ],
  options: {
    addressCountMin: limit(10, {
      about: 'Outside addresses that a client connected to without a query',
      unit: 'addresses',
    }),
    queryCountMin: limit(10, {
      about: 'Queries of the client before it is judged: they show that its DNS is seen here',
      unit: 'queries',
    }),
    forgetAfterSeconds: forgetAfter('a client is', 3_600),
    allow: allowSources('Clients that resolve names in another way, such as DNS over HTTPS'),
  },
  watch(traffic, settings, reporter) {
    const { dns, flows, hosts, resolved } = traffic
    const { addressCountMin, queryCountMin, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: clientCountMax, forgetAfterSeconds }
    const clients = new TrackerTable({ ...bounds, tracker: Client })

    function report(client: Client): void {
      const { addresses } = client
      reporter.emit({
        restate: () => report(client),
        ...about(client),
        kind: 'connection_without_dns',
        restsOnSilence: true,
        severity: 'info',
        score: 0.3,
        confidence: 0.4,
        values: { addresses: counted(addresses, 'address', 'addresses'), limit: addressCountMin },
        reasons: [
          countReason('hosts', addresses.count, { typical: addressCountMin - 1, unit: 'hosts' }),
        ],
      })
    }

    return {
      protocols: [IpProtocol.tcp],
      onDns() {
        if (!dns.isResponse) clients.open({ host: flows.originator(traffic.flow) }).queryCount++
      },
      onFlowAnswered(flow) {
        const client = clients.find({ host: flows.originator(flow) })
        if (!client || client.queryCount < queryCountMin) return
        const target = flows.responder(flow)
        if (scopeOf(hosts, target) !== AddressScope.outside || resolved.has(hosts, target)) return
        if (!client.addresses.add(target)) return
        client.evidence.addFlow(traffic, flow)
        if (client.hasDoubled(client.addresses.count, addressCountMin)) report(client)
      },
    }
  },
})
