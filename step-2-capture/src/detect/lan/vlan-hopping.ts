import { readUint16 } from '../../decode/big-endian.ts'
import { EtherType } from '../../decode/ether-type.ts'
import { Layer } from '../../decode/frame.ts'
import { SwitchFrame, SwitchProtocol } from '../../decode/switch-frame.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { defineDetector } from '../seam/detector.ts'
import { forgetAfter, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'
import { deviceBehind } from '../track/forging-device.ts'

/** 256 devices that ask for a trunk or tag twice, at 250 B, and as many switches. */
export const hopperCountMax = 256

/** Where the two tags of a frame stand, and the packet behind them. */
const [tagAt, secondTagAt, twiceTaggedBytes] = [12, 16, 22]
/** The VLAN of untagged frames on a trunk, unless it is changed: its tag is taken off by the first switch. */
const nativeVlan = 1
/** A device whose MAC address no maker gave out. */
const localBit = 2
/** By then a switch has sent two messages of spanning tree (IEEE 802.1D, hello time 2 s). */
const helloSeconds = 5

export const vlanHopping = defineDetector({
  name: 'vlan_hopping',
  family: 'behaviour',
  about:
    'Ways out of a VLAN: a host that asks its switch for a trunk (DTP), and frames with two tags of ' +
    'which the first switch takes one off. Switches that ask each other are left alone.',
  kinds: [
    {
      id: 'trunk_negotiation',
      title: '{source}, which is no switch, asked for a trunk by DTP, {times} (threshold: {limit})',
      technique: techniques.T1557,
      recommend:
        'Find the port of this MAC address at the switch and shut it; a trunk would show it every ' +
        'VLAN. Turn DTP off on the ports of hosts (switchport mode access, nonegotiate).',
    },
    {
      id: 'double_tag',
      title:
        '{source} sent {frames} to {target} with two VLAN tags, the first one that of the native ' +
        'VLAN (threshold: {limit})',
      technique: techniques.T1557,
      recommend:
        'Find the port of the source at the switch. Give trunks a native VLAN that no host is in, ' +
        'and have them tag it.',
    },
  ],
  options: {
    requestCountMin: limit(1, { about: 'Requests for a trunk by one device', unit: 'messages' }),
    frameCountMin: limit(1, { about: 'Flows of one device with two tags', unit: 'flows' }),
    switchSilentSeconds: seconds(60, {
      about:
        'Time in which a device that asks for a trunk has shown no other sign of a switch, where ' +
        'another one has',
      min: 1,
      source: 'CDP: every 60 s',
    }),
    forgetAfterSeconds: forgetAfter('a device is', 3_600),
  },
  watch(traffic, settings, reporter) {
    const { frame, hosts, neighbours } = traffic
    const { requestCountMin, frameCountMin, switchSilentSeconds, forgetAfterSeconds } = settings
    const read = new SwitchFrame()
    const bounds = { countMax: hopperCountMax, forgetAfterSeconds }
    const askers = new EventCounter(traffic, { ...bounds, eventCountMin: requestCountMin })
    const taggers = new EventCounter(traffic, { ...bounds, eventCountMin: frameCountMin })
    const switches = new BoundedMap<HostId, true>({ countMax: hopperCountMax })
    /** Since when each device asks. */
    const askedUs = new BoundedMap<HostId, number>({ countMax: hopperCountMax })

    function senderOf(): HostId {
      return hosts.intern(traffic.packet.bytes, frame.sourceMacOffset, 6, traffic.timeUs)
    }

    /** What a host does and a switch does not, or what a switch does and the device did not. */
    function isHost(mac: HostId): boolean {
      const { packet, timeUs } = traffic
      if (neighbours.claims(mac, () => true)) return true
      const isInvented = ((packet.bytes[frame.sourceMacOffset] as number) & localBit) !== 0
      const silentSeconds = isInvented ? helloSeconds : switchSilentSeconds
      const askedSinceUs = askedUs.get(mac) ?? timeUs
      return (isInvented || switches.size > 0) && timeUs - askedSinceUs > silentSeconds * 1e6
    }

    function seeTrunk(): void {
      const mac = senderOf()
      if (askedUs.get(mac) === undefined) askedUs.set(mac, traffic.timeUs)
      if (switches.get(mac) || !read.asksForTrunk || !isHost(mac)) return
      const asker = askers.countPacket({ host: mac })
      if (asker) reportTrunk(asker)
    }

    function reportTrunk(asker: EventTracker): void {
      const { count } = asker
      reporter.emit({
        restate: () => reportTrunk(asker),
        ...about(asker),
        kind: 'trunk_negotiation',
        severity: 'medium',
        score: 0.75,
        confidence: 0.8,
        values: { times: counted(count, 'time'), limit: requestCountMin },
        reasons: [countReason('trunk_requests', count, { typical: 0, unit: 'messages' })],
      })
    }

    function reportTags(tagger: EventTracker): void {
      const { count } = tagger
      reporter.emit({
        restate: () => reportTags(tagger),
        ...about(tagger),
        kind: 'double_tag',
        severity: 'medium',
        score: 0.7,
        confidence: 0.75,
        values: { frames: counted(count, 'flow'), limit: frameCountMin },
        reasons: [countReason('double_tags', count, { typical: 0, unit: 'flows' })],
      })
    }

    return {
      onLink() {
        const protocol = read.read(traffic.packet.bytes, frame)
        if (protocol === SwitchProtocol.trunk) seeTrunk()
        else if (protocol !== SwitchProtocol.none) switches.set(senderOf(), true)
      },
      onFlowStart(flow) {
        if ((frame.layers & Layer.vlan) === 0 || frame.vlanId !== nativeVlan) return
        const { packet, flows, timeUs } = traffic
        const { bytes } = packet
        const at = frame.destinationMacOffset
        // Behind a tunnel the addresses are of the inner frame.
        if (at === -1 || (frame.layers & Layer.tunnel) !== 0) return
        if (frame.networkOffset - at !== twiceTaggedBytes) return
        if (readUint16(bytes, at + tagAt) !== EtherType.vlan) return
        if (readUint16(bytes, at + secondTagAt) !== EtherType.vlan) return
        if ((readUint16(bytes, at + secondTagAt + 2) & 0xfff) <= nativeVlan) return
        const [claimed, peer] = [flows.originator(flow), flows.responder(flow)]
        const device = hosts.intern(bytes, frame.sourceMacOffset, 6, timeUs)
        const host = deviceBehind({ neighbours }, device, claimed)
        const tagger = taggers.countPacket({ host, peer })
        if (tagger) reportTags(tagger)
      },
      onHostEvict(host) {
        switches.delete(host)
        askedUs.delete(host)
      },
    }
  },
})
