import { Layer } from '../../decode/frame.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficDetector } from '../seam/traffic-detector.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { Group, type GroupKey, Groups } from '../track/tracker.ts'

/** 512 devices and victims at 250 B. */
const groupCountMax = 512
const forgetAfterSeconds = 3_600
/** ICMP type of a redirect (RFC 792); the better gateway stands behind type, code and checksum. */
const redirectType = 5
const gatewayAt = 4

const icmpRedirect: DetectionKind = {
  kind: 'icmp_redirect',
  technique: { id: 'T1557', name: 'Adversary-in-the-Middle', tactic: 'credential-access' },
  recommendation:
    'Find the port of this device at the switch. Let hosts ignore redirects ' +
    '(net.ipv4.conf.all.accept_redirects=0), and see what the victim sent since then.',
}

/**
 * A redirect to the device that sent it, in the name of the gateway. A gateway that knows a better
 * way names another device, never the one that the message comes from.
 */
export function createIcmpRedirect() {
  return (traffic: Traffic): TrafficDetector => {
    const create = (key: GroupKey) => new Redirects(key, traffic)
    const victims = new Groups({ traffic, countMax: groupCountMax, forgetAfterSeconds, create })
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
        const sender = flows.value(flow, FlowColumn.originator + side)
        // Some devices send them before they have an address, in nobody's name.
        if (hosts.addressWord(sender, 3) === 0) return
        if (sender === gateway || neighbours.addressOf(mac, (own) => own === sender) !== gateway) {
          return
        }
        const victim = flows.value(flow, FlowColumn.responder - side)
        const redirects = victims.open({ host: gateway, peer: victim })
        redirects.count++
        redirects.evidence.addPacket(traffic)
        if (redirects.isDue(redirects.count, 1)) report(traffic, redirects, sender)
      },
    }
  }

  function report(traffic: Traffic, redirects: Redirects, claimed: number): void {
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

class Redirects extends Group {
  count = 0
}
