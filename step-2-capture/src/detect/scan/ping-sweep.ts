import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { FlowTable } from '../../flow/flow-table.ts'
import { AddressFamily } from '../../memory/address-words.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, levels, limit, seconds, share } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { ScanTracker } from '../track/scan-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 1,024 sources at up to 8 kB are 8 MB. */
export const trackerCountMax = 1_024

/** ICMP requests that ask for a sign of life: echo, timestamp, address mask; ICMPv6 echo. */
const requestTypes = new Set([8, 13, 17])
const requestTypeV6 = 128

class Pinger extends ScanTracker {
  silentCount = 0

  protected override startAnew(): void {
    super.startAnew()
    this.silentCount = 0
  }
}

export const pingSweep = defineDetector({
  name: 'ping_sweep',
  family: 'behaviour',
  about:
    'A host that pings many addresses of which some do not answer; monitoring, whose hosts ' +
    'nearly all answer, is left alone.',
  kinds: [
    {
      id: 'ping_sweep',
      title: '{source} pinged {addresses} in {span}; {silent} did not answer (threshold: {limit})',
      technique: techniques.T1018,
      recommend:
        'Ask the owner of the source why it looks for hosts. Monitoring pings hosts that exist; ' +
        'a sweep of unused addresses is reconnaissance.',
    },
  ],
  options: {
    addressCountMin: limit(5, {
      about: 'Addresses pinged within a burst',
      unit: 'addresses',
      source: 'Slips reports every 5',
    }),
    silentShareMin: share(0.25, { about: 'Share of them that must not answer' }),
    burstPauseSeconds: seconds(60, { about: 'A pause that ends a burst' }),
    forgetAfterSeconds: forgetAfter('a source is', 3_600),
    levels: levels({ low: 5, medium: 10, high: 100 }, { unit: 'addresses' }),
    allow: allowSources('Sources that may sweep: monitors and inventories'),
  },
  watch(traffic, settings, reporter) {
    const { flows, hosts, resolved } = traffic
    const { addressCountMin, silentShareMin, burstPauseSeconds, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: trackerCountMax, forgetAfterSeconds }
    const sources = new TrackerTable({ ...bounds, tracker: Pinger })
    function count(flow: FlowId, silent: 0 | 1): void {
      if (!isRequest(flows, flow)) return
      const target = flows.responder(flow)
      if (scopeOf(hosts, target) === AddressScope.group || resolved.has(hosts, target)) return
      const source = sources.open({ host: flows.originator(flow) }, flows.firstUs(flow))
      const isNew = source.add(target, burstPauseSeconds * 1e6)
      source.evidence.addFlow(traffic, flow)
      if (!isNew) return
      source.silentCount += silent
      if (source.silentCount < source.things.count * silentShareMin) return
      if (source.hasDoubled(source.burstCount, addressCountMin)) report(source)
    }

    function report(source: Pinger): void {
      const { burstCount, silentCount, things } = source
      reporter.emit({
        ...about(source),
        restate: () => report(source),
        kind: 'ping_sweep',
        restsOnSilence: true,
        protocol:
          hosts.family(source.host) === AddressFamily.ipv4 ? IpProtocol.icmp : IpProtocol.icmpv6,
        severity: severityOf(burstCount, settings.levels),
        score: growthScore(burstCount, addressCountMin),
        confidence: 0.8,
        values: {
          addresses: counted(things, 'address', 'addresses'),
          span: durationText(source.seconds),
          silent: silentCount,
          limit: addressCountMin,
        },
        reasons: [
          countReason('pinged_addresses', things.count, {
            typical: addressCountMin - 1,
            unit: 'addresses',
          }),
          countReason('silent_addresses', silentCount, { typical: 0, unit: 'addresses' }),
        ],
      })
    }

    return {
      protocols: [IpProtocol.icmp, IpProtocol.icmpv6],
      onFlowAnswered: (flow) => count(flow, 0),
      onFlowFailed: (flow) => count(flow, 1),
    }
  },
})

function isRequest(flows: FlowTable, flow: FlowId): boolean {
  const type = flows.originatorPort(flow)
  const protocol = flows.protocol(flow)
  if (protocol === IpProtocol.icmp) return requestTypes.has(type)
  return protocol === IpProtocol.icmpv6 && type === requestTypeV6
}
