import { IpProtocol, TcpFlag } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 256 targets at 250 B. */
const groupCountMax = 256
const forgetAfterSeconds = 3_600

const landAttack: DetectionKind = {
  kind: 'land_attack',
  technique: techniques['T1499.004'],
  recommendation:
    'Have the router drop packets from outside that bear inside addresses (BCP 38), and follow the ' +
    'MAC address to the port that they enter by.',
}

/** A SYN from a host's own address to itself, which old systems answer for ever (1997). */
export function createLandAttack() {
  return (traffic: Traffic): TrafficObserver => {
    const targets = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Tracker,
    })
    return {
      name: 'land_attack',
      protocols: [IpProtocol.tcp],
      onFlowStart(flow) {
        const { flows, hosts, frame, timeUs } = traffic
        // Filling patterns make addresses and ports alike, but hardly ever a lone SYN.
        if ((frame.tcpFlags & (TcpFlag.syn | TcpFlag.ack)) !== TcpFlag.syn) return
        const target = flows.responder(flow)
        if (flows.originator(flow) !== target) return
        const port = flows.responderPort(flow)
        // A program that talks to another on its own host has a port of its own, and no cable.
        const isOnePort = flows.originatorPort(flow) === port && port !== 0
        if (!isOnePort && !hasTwoDevices(traffic)) return
        if (scopeOf(hosts, target) === AddressScope.loopback) return
        const group = targets.open({ host: target })
        group.evidence.addFlow(traffic, flow)
        if (group.hasDoubled(1, 1))
          report(traffic, group, { mac: traffic.macs.of(flow, timeUs), port })
      },
    }
  }

  function report(traffic: Traffic, group: Tracker, { mac, port }: Forgery): void {
    const { hosts, neighbours } = traffic
    const own =
      mac === noHost ? noHost : neighbours.addressOf(mac, (address) => address === group.host)
    const target = `${hosts.text(group.host)}:${port}`
    reportGroup(traffic, group, {
      detector: 'land_attack',
      kind: landAttack,
      severity: 'medium',
      score: 0.7,
      confidence: 0.9,
      source: own !== -1 ? own : mac !== -1 ? mac : group.host,
      target: group.host,
      targetPort: port,
      targetGroup: target,
      title: `${target} got packets that claim to come from ${target} itself (usual: 0)`,
      reasons: [countReason('packets', 1, { typical: 0, unit: 'flows' })],
    })
  }
}

/** Whether the frame went from one device to another. */
function hasTwoDevices({ packet, frame }: Traffic): boolean {
  const { sourceMacOffset: from, destinationMacOffset: to } = frame
  if (from === -1 || to === -1) return false
  for (let i = 0; i < 6; i++) if (packet.bytes[from + i] !== packet.bytes[to + i]) return true
  return false
}

interface Forgery {
  readonly mac: HostId
  readonly port: number
}
