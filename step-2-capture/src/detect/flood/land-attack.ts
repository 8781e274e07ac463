import { IpProtocol, TcpFlag } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { defineDetector } from '../seam/detector.ts'
import { seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { forgingDevice } from '../track/forging-device.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 256 targets at 250 B are 64 kB. */
export const targetCountMax = 256

export const landAttack = defineDetector({
  name: 'land_attack',
  family: 'behaviour',
  about: "A SYN from a host's own address to itself, which old systems answer without end (1997).",
  kinds: [
    {
      id: 'land_attack',
      title: '{target}:{target_port} got a SYN that claims to come from {target} itself',
      technique: techniques['T1499.004'],
      recommend:
        'Have the router drop packets from outside that bear inside addresses (BCP 38), and follow ' +
        'the MAC address to its switch port.',
    },
  ],
  options: {
    forgetAfterSeconds: seconds(3_600, {
      about: 'A pause after which a target is reported again',
      min: 1,
    }),
  },
  watch(traffic, { forgetAfterSeconds }, reporter) {
    const { flows, hosts } = traffic
    const bounds = { traffic, countMax: targetCountMax, forgetAfterSeconds }
    const targets = new TrackerTable({ ...bounds, tracker: Tracker })

    function report(target: Tracker, flow: FlowId): void {
      const port = flows.responderPort(flow)
      reporter.emit({
        ...about(target),
        kind: 'land_attack',
        severity: 'medium',
        score: 0.7,
        confidence: 0.9,
        source: forgingDevice(traffic, flow, target.host),
        target: target.host,
        targetPort: port,
        floods: IpProtocol.tcp,
        targetGroup: `${hosts.text(target.host)}:${port}`,
        values: {},
        reasons: [countReason('packets', 1, { typical: 0, unit: 'flows' })],
      })
    }

    return {
      protocols: [IpProtocol.tcp],
      onFlowStart(flow) {
        const { frame } = traffic
        // Filling patterns make addresses and ports alike, but hardly ever a lone SYN.
        if ((frame.tcpFlags & (TcpFlag.syn | TcpFlag.ack)) !== TcpFlag.syn) return
        const host = flows.responder(flow)
        if (flows.originator(flow) !== host) return
        const port = flows.responderPort(flow)
        // A program that talks to another on its own host has a port of its own, and no cable.
        const isOnePort = flows.originatorPort(flow) === port && port !== 0
        if (!isOnePort && !hasTwoDevices(traffic)) return
        if (scopeOf(hosts, host) === AddressScope.loopback) return
        const target = targets.open({ host })
        target.evidence.addFlow(traffic, flow)
        if (target.hasDoubled(1, 1)) report(target, flow)
      },
    }
  },
})

/** Whether the frame went from one device to another. */
function hasTwoDevices({ packet, frame }: Traffic): boolean {
  const { sourceMacOffset: from, destinationMacOffset: to } = frame
  if (from === -1 || to === -1) return false
  for (let i = 0; i < 6; i++) if (packet.bytes[from + i] !== packet.bytes[to + i]) return true
  return false
}
