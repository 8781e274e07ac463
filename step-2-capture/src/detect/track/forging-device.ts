import type { FlowId } from '../../flow/flow-rows.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'

/** Who sent a flow in the name of another, as `deviceBehind` says it. */
export function forgingDevice(traffic: Traffic, flow: FlowId, claimed: HostId): HostId {
  return deviceBehind(traffic, traffic.macs.of(flow, traffic.timeUs), claimed)
}

/**
 * The device with this MAC address, which sent in the name of another: by its own address, if it
 * announced one that is not the other's, else by its MAC address; the other where that is `noHost`.
 */
export function deviceBehind(
  { neighbours }: Pick<Traffic, 'neighbours'>,
  mac: HostId,
  claimed: HostId,
): HostId {
  if (mac === noHost) return claimed
  const own = neighbours.addressOf(mac, (address) => address === claimed)
  return own === noHost ? mac : own
}
