import type { FlowId } from '../../flow/flow-rows.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'

/**
 * Who sent a flow in the name of another: the device by its own address, if it announced one that is
 * not the other's, else by its MAC address; the other where the link has no addresses.
 */
export function forgingDevice(
  { macs, neighbours, timeUs }: Traffic,
  flow: FlowId,
  claimed: HostId,
): HostId {
  const mac = macs.of(flow, timeUs)
  if (mac === noHost) return claimed
  const own = neighbours.addressOf(mac, (address) => address === claimed)
  return own === noHost ? mac : own
}
