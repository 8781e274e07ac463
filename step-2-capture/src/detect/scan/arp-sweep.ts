import { ArpOperation, arpOperation } from '../../decode/arp.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { readWord } from '../../memory/address-words.ts'
import { AwaitedAnswers } from '../../memory/awaited-answers.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, levels, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { ScanTracker } from '../track/scan-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 1,024 sources at up to 8 kB are 8 MB. */
export const trackerCountMax = 1_024
/** Addresses that spoke for themselves: 65,536, a /16 network, at 140 B are 9 MB. */
export const heardCountMax = 65_536
/** Requests that wait for their answer: 4,096 of 60 B. In a faster sweep the oldest is judged early. */
export const waitingCountMax = 4_096

interface Request {
  readonly sender: HostId
  readonly target: number
  readonly packetIndex: number
  readonly recordOffset: number
}

export const arpSweep = defineDetector({
  name: 'arp_sweep',
  family: 'behaviour',
  about:
    'A host that asks the local network for many addresses that no device has; a gateway, which ' +
    'asks for hosts that exist, is left alone.',
  kinds: [
    {
      id: 'arp_sweep',
      title:
        '{source} asked the local network for {addresses} that no device has in {span} ' +
        '(threshold: {limit})',
      technique: techniques.T1018,
      recommend:
        'Find the device by its MAC address at the switch. Unless the owner runs an inventory, a ' +
        'sweep of the local network is the first step after a break-in.',
    },
  ],
  options: {
    hostCountMin: limit(10, {
      about: 'Addresses asked for within a burst that no device has spoken for',
      unit: 'addresses',
      source: 'Slips: 5 in 30 s',
    }),
    burstPauseSeconds: seconds(30, { about: 'A pause that ends a burst' }),
    heardForSeconds: seconds(1_800, {
      about: 'Time for which an address that spoke for itself counts as a host',
    }),
    answerTimeoutSeconds: seconds(1, {
      about: 'Time for an answer; a host on the same network answers within milliseconds',
    }),
    forgetAfterSeconds: forgetAfter('a source is', 3_600),
    levels: levels({ low: 10, medium: 25, high: 250 }, { unit: 'addresses' }),
    allow: allowSources('Sources that may sweep: inventories and monitors'),
  },
  watch(traffic, settings, reporter) {
    const { heardForSeconds, burstPauseSeconds, hostCountMin, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: trackerCountMax, forgetAfterSeconds }
    const sources = new TrackerTable({ ...bounds, tracker: ScanTracker })
    /** When each IPv4 address last spoke for itself. */
    const heardUs = new BoundedMap<number, number>({ countMax: heardCountMax })
    const waiting = new AwaitedAnswers<Request>({
      countMax: waitingCountMax,
      timeoutUs: settings.answerTimeoutSeconds * 1e6,
      onTimeout: judge,
    })

    function judge({ sender, target, packetIndex, recordOffset }: Request, askedUs: number): void {
      const spokeUs = heardUs.get(target) ?? Number.NEGATIVE_INFINITY
      if (spokeUs > askedUs - heardForSeconds * 1e6) return
      const source = sources.open({ host: sender }, askedUs)
      const isNew = source.add(target, burstPauseSeconds * 1e6)
      source.evidence.add(packetIndex, recordOffset, askedUs)
      if (!isNew) return
      if (source.hasDoubled(source.burstCount, hostCountMin)) report(source)
    }

    function report(source: ScanTracker): void {
      const { burstCount, things, seconds } = source
      reporter.emit({
        restate: () => report(source),
        ...about(source),
        kind: 'arp_sweep',
        protocol: 0,
        severity: severityOf(burstCount, settings.levels),
        score: growthScore(burstCount, hostCountMin),
        confidence: 0.8,
        values: {
          addresses: counted(things, 'address', 'addresses'),
          span: durationText(seconds),
          limit: hostCountMin,
        },
        reasons: [
          countReason('unknown_addresses', things.count, {
            typical: hostCountMin - 1,
            unit: 'addresses',
          }),
        ],
      })
    }

    return {
      onArp() {
        const { packet, frame, hosts, timeUs } = traffic
        const { bytes, index: packetIndex, recordOffset } = packet
        const senderAddress = readWord(bytes, frame.sourceAddressOffset)
        const target = readWord(bytes, frame.destinationAddressOffset)
        // A probe for a free address (RFC 5227) comes from 0.0.0.0, which is no host.
        if (senderAddress === 0) return
        heardUs.set(senderAddress, timeUs)
        if (arpOperation(bytes, frame) !== ArpOperation.request || senderAddress === target) return
        const sender = hosts.intern(bytes, frame.sourceAddressOffset, 4, timeUs)
        waiting.add({ sender, target, packetIndex, recordOffset }, timeUs)
      },
      onTick: () => waiting.onTick(traffic.timeUs),
      onEnd: () => waiting.onEnd(),
    }
  },
})
