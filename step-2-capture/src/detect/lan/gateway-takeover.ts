import { IpProtocol, Layer } from '../../decode/frame.ts'
import { HostColumn, type HostId } from '../../flow/host-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'
import {
  type GatewayMessage,
  redundancyMessage,
  redundancyProtocol,
  standbyMessage,
  standbyPort,
} from './gateway-messages.ts'

/** 1,024 shared addresses, claims of them and routers that spoke, at 250 B each: 750 kB. */
export const gatewayCountMax = 1_024

/** Who has the address of a group, and since when it is known. */
interface Group {
  readonly owner: HostId
  readonly ownerUs: number
}

export const gatewayTakeover = defineDetector({
  name: 'gateway_takeover',
  family: 'behaviour',
  about:
    'A device that takes the address that routers share (HSRP, VRRP) from one that is still there. A ' +
    'router that was heard in the group before, or that follows one which is gone, is left alone.',
  kinds: [
    {
      id: 'gateway_takeover',
      title:
        '{source} claimed the shared address of the routers, group {group}, {times} with priority ' +
        '{priority}, in the place of {target}, which was there (threshold: {limit})',
      technique: techniques.T1557,
      recommend:
        'If this is no new router, find its port and shut it: what hosts send to other networks now ' +
        'passes it. Have the routers authenticate each other, and drop HSRP and VRRP from the ports of hosts.',
    },
  ],
  options: {
    claimCountMin: limit(1, { about: 'Claims of an address that another has', unit: 'messages' }),
    priorityMin: limit(250, {
      about: 'Priority from which a claim is of medium severity; that of routers is 100 by default',
      unit: 'priority',
      max: 255,
      source: 'RFC 2281, RFC 9568',
    }),
    ownerSilentSeconds: seconds(10, {
      about: 'Silence after which an owner counts as gone',
      min: 1,
      source: 'RFC 2281: hold time',
    }),
    forgetAfterSeconds: forgetAfter('a claim is', 3_600),
    allow: allowSources('Routers that are added'),
  },
  watch(traffic, settings, reporter) {
    const { flows, frame, hosts } = traffic
    const { claimCountMin, priorityMin, ownerSilentSeconds, forgetAfterSeconds } = settings
    const groups = new BoundedMap<string, Group>({ countMax: gatewayCountMax })
    const routers = new BoundedMap<string, true>({ countMax: gatewayCountMax })
    const claims = new EventCounter(traffic, {
      countMax: gatewayCountMax,
      forgetAfterSeconds,
      eventCountMin: claimCountMin,
    })

    const routerKey = (group: string, host: HostId) => `${group}/${hosts.addressWord(host, 3)}`

    /** Each VLAN has groups of its own, and each interface of a router. */
    function see(message: GatewayMessage, sender: HostId): void {
      const { timeUs } = traffic
      const key = `${message.group}/${message.address}/${frame.vlanId}`
      const isKnown = routers.has(routerKey(key, sender))
      const group = groups.get(key)
      if (!message.isActive) {
        routers.set(routerKey(key, sender), true)
        if (group?.owner === sender) groups.delete(key)
        return
      }
      if (group && group.owner !== sender && isThere(group)) {
        if (!isKnown && !ownsAddress(message, sender))
          claim(message, { sender, owner: group.owner })
        return
      }
      routers.set(routerKey(key, sender), true)
      groups.set(key, { owner: sender, ownerUs: timeUs })
    }

    /** VRRP is shown once a flow, so a router's other packets speak for it too. */
    function isThere({ owner, ownerUs }: Group): boolean {
      // The id of a host may have become another's.
      if (hosts.firstUs(owner) > ownerUs) return false
      const lastUs = Math.max(ownerUs, hosts.value(owner, HostColumn.lastUs))
      return traffic.timeUs - lastUs <= ownerSilentSeconds * 1e6
    }

    /** In VRRP who has the address as its own says the best priority (RFC 9568, section 6.1). */
    function ownsAddress({ address }: GatewayMessage, sender: HostId): boolean {
      return address !== 0 && address === hosts.addressWord(sender, 3)
    }

    function claim(message: GatewayMessage, ends: { sender: HostId; owner: HostId }): void {
      const key = { host: ends.sender, peer: ends.owner, part: message.group }
      const claimant = claims.countPacket(key)
      if (claimant) report(claimant, message)
    }

    function report(claimant: EventTracker, message: GatewayMessage): void {
      const { group, priority } = message
      const isSure = priority >= priorityMin
      reporter.emit({
        restate: () => report(claimant, message),
        ...about(claimant),
        kind: 'gateway_takeover',
        // A router that is started has a priority of its own; tools take the best there is.
        severity: isSure ? 'medium' : 'low',
        score: isSure ? 0.8 : 0.4,
        confidence: isSure ? 0.8 : 0.5,
        values: {
          group: `${group & 0xfff}`,
          times: counted(claimant.count, 'time'),
          priority,
          limit: claimCountMin,
        },
        reasons: [countReason('claims', claimant.count, { typical: 0, unit: 'messages' })],
      })
    }

    return {
      // What is neither TCP nor UDP is shown to observers of ICMP.
      protocols: [IpProtocol.icmp],
      ports: [standbyPort],
      onFlowStart(flow) {
        if (flows.protocol(flow) !== redundancyProtocol || frame.layers & Layer.tunnel) return
        if ((frame.layers & Layer.ipv4) === 0) return
        const message = redundancyMessage(traffic.packet.bytes, frame)
        if (message) see(message, flows.originator(flow))
      },
      onPayload() {
        const { flow, packet } = traffic
        if (!flows.fromOriginator || (frame.layers & Layer.udp) === 0) return
        const message = standbyMessage(packet.bytes, frame)
        if (message) see(message, flows.originator(flow))
      },
    }
  },
})
