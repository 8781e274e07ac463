import { Layer } from '../../decode/frame.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 512 devices and victims at 250 B. */
const groupCountMax = 512
const forgetAfterSeconds = 3_600
/** ICMP type of a redirect (RFC 792); the better gateway stands behind type, code and checksum. */
const redirectType = 5
const gatewayAt = 4

const icmpRedirect: DetectionKind = {
  kind: 'icmp_redirect',
  technique: techniques.T1557,
  recommendation:
    'Find the port of this device at the switch. Let hosts ignore redirects ' +
    '(net.ipv4.conf.all.accept_redirects=0), and see what the victim sent since then.',
}

/**
 * A redirect to the device that sent it, in the name of the gateway. A gateway that knows a better
 * way names another device, never the one that the message comes from.
 */
export function createIcmpRedirect() {
  return (traffic: Traffic): TrafficObserver => {
    const victims = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Redirects,
    })
    return {
      name: 'icmp_redirect',
      onIcmp() {
        const { frame, packet, hosts, neighbours, flow, flows, timeUs } = traffic
        if (frame.sourcePort !== redirectType || (frame.layers & Layer.icmp) === 0) return
        const at = frame.transportOffset + gatewayAt
        if (frame.sourceMacOffset === -1 || frame.payloadLength === 0) return
        const mac = hosts.intern(packet.bytes, frame.sourceMacOffset, 6, timeUs)
        const gateway = hosts.intern(packet.bytes, at, 4, timeUs)
        const side = flows.fromOriginator ? 0 : 1
        const sender = flows.value(flow, FlowColumn.originator + side) as HostId
        // Some devices send them before they have an address, in nobody's name.
        if (hosts.addressWord(sender, 3) === 0) return
        if (sender === gateway || neighbours.addressOf(mac, (own) => own === sender) !== gateway) {
          return
        }
        const victim = flows.value(flow, FlowColumn.responder - side) as HostId
        const redirects = victims.open({ host: gateway, peer: victim })
        redirects.count++
        redirects.evidence.addPacket(traffic)
        if (redirects.hasDoubled(redirects.count, 1)) report(traffic, redirects, sender)
      },
    }
  }

  function report(traffic: Traffic, redirects: Redirects, claimed: HostId): void {
    const { hosts } = traffic
    const { host, peer, count } = redirects
    reportGroup(traffic, redirects, {
      detector: 'icmp_redirect',
      kind: icmpRedirect,
      severity: 'high',
      score: 0.85,
      confidence: 0.85,
      title:
        `${hosts.text(host)} sent ${hosts.text(peer)} ${count} redirects to itself in the name of ` +
        `${hosts.text(claimed)} (usual: 0)`,
      reasons: [countReason('redirects', count, { typical: 0, unit: 'messages' })],
    })
  }
}

class Redirects extends Tracker {
  count = 0
}
