import { IpProtocol, Layer } from '../../decode/frame.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { defineDetector } from '../seam/detector.ts'
import { limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 512 devices and receivers at 250 B. */
export const redirectCountMax = 512
/** ICMP type of a redirect (RFC 792); the better gateway stands behind type, code and checksum. */
const redirectType = 5
const gatewayAt = 4

class Redirects extends Tracker {
  count = 0
}

export const icmpRedirect = defineDetector({
  name: 'icmp_redirect',
  family: 'behaviour',
  about:
    'A redirect to the device that sent it, in the name of the gateway. A gateway that knows a ' +
    'better route names another device, never the one that the message comes from.',
  kinds: [
    {
      id: 'icmp_redirect',
      title:
        '{source} sent {target} {messages} to itself in the name of {claimed} (threshold: {limit})',
      technique: techniques.T1557,
      recommend:
        'Find the port of this device at the switch. Let hosts ignore redirects ' +
        '(net.ipv4.conf.all.accept_redirects=0), and check what the target has sent since then.',
    },
  ],
  options: {
    redirectCountMin: limit(1, {
      about: 'Redirects of one device to one host; no honest one points to its own sender',
      unit: 'messages',
    }),
    forgetAfterSeconds: seconds(3_600, {
      about: 'A pause after which a device and host are counted anew',
      min: 1,
    }),
  },
  watch(traffic, { redirectCountMin, forgetAfterSeconds }, reporter) {
    const { frame, hosts, neighbours, flows } = traffic
    const bounds = { traffic, countMax: redirectCountMax, forgetAfterSeconds }
    const targets = new TrackerTable({ ...bounds, tracker: Redirects })

    function report(redirects: Redirects, claimed: HostId, device: HostId): void {
      reporter.emit({
        restate: () => report(redirects, claimed, device),
        ...about(redirects),
        device,
        protocol: IpProtocol.icmp,
        kind: 'icmp_redirect',
        severity: 'high',
        score: 0.85,
        confidence: 0.85,
        values: {
          messages: counted(redirects.count, 'redirect'),
          claimed: hosts.text(claimed),
          limit: redirectCountMin,
        },
        reasons: [countReason('redirects', redirects.count, { typical: 0, unit: 'messages' })],
      })
    }

    return {
      onIcmp() {
        const { packet, flow, timeUs } = traffic
        if (frame.sourcePort !== redirectType || (frame.layers & Layer.icmp) === 0) return
        if (frame.sourceMacOffset === -1 || frame.payloadLength === 0) return
        const mac = hosts.intern(packet.bytes, frame.sourceMacOffset, 6, timeUs)
        const gateway = hosts.intern(packet.bytes, frame.transportOffset + gatewayAt, 4, timeUs)
        const side = flows.fromOriginator ? 0 : 1
        const sender = flows.value(flow, FlowColumn.originator + side) as HostId
        // Some devices send them before they have an address, from 0.0.0.0.
        if (hosts.addressWord(sender, 3) === 0 || sender === gateway) return
        if (neighbours.addressOf(mac, (own) => own === sender) !== gateway) return
        const target = flows.value(flow, FlowColumn.responder - side) as HostId
        const redirects = targets.open({ host: gateway, peer: target })
        redirects.count++
        redirects.evidence.addPacket(traffic)
        if (redirects.hasDoubled(redirects.count, redirectCountMin)) report(redirects, sender, mac)
      },
    }
  },
})
