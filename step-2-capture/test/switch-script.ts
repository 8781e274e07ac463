import { macBytes } from './lan-script.ts'
import type { TrafficScript } from './traffic-script.ts'

export interface TreeMessage {
  /** Devices, by their numbers. */
  readonly root: number
  readonly bridge?: number
  readonly priority?: number
  readonly vlan?: number
}

/** A message of spanning tree (IEEE 802.1D): which bridge is the root, and which one says so. */
export function treeMessage(script: TrafficScript, message: TreeMessage): TrafficScript {
  const { root, bridge = root, priority = 0x8000, vlan } = message
  const idOf = (device: number) => Buffer.concat([numberBytes(priority), macBytes(device)])
  const bpdu = Buffer.concat([
    Buffer.from([0x42, 0x42, 3, 0, 0, 2, 2, 0x3c]),
    idOf(root),
    Buffer.alloc(4),
    idOf(bridge),
    Buffer.alloc(11),
  ])
  const group = Buffer.from('0180c2000000', 'hex')
  if (vlan === undefined) return script.ethernet(macBytes(bridge), group, bpdu.length, bpdu)
  const tagged = Buffer.concat([numberBytes(vlan), numberBytes(bpdu.length), bpdu])
  return script.ethernet(macBytes(bridge), group, 0x8100, tagged)
}

/** A device says its name by LLDP (IEEE 802.1AB) or CDP. */
export function announce(
  script: TrafficScript,
  { device, protocol = 'cdp' }: { device: number; protocol?: 'cdp' | 'lldp' },
): TrafficScript {
  const name = Buffer.from(`switch-${device}`)
  if (protocol === 'lldp') {
    const chassis = Buffer.concat([Buffer.from([2, name.length + 1, 7]), name])
    const group = Buffer.from('0180c200000e', 'hex')
    return script.ethernet(macBytes(device), group, 0x88cc, chassis)
  }
  const head = Buffer.from([0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0, 2, 180, 0, 0, 0, 1])
  const message = Buffer.concat([head, numberBytes(name.length + 4), name])
  const group = Buffer.from('01000ccccccc', 'hex')
  return script.ethernet(macBytes(device), group, message.length, message)
}

const numberBytes = (value: number) => Buffer.from([value >> 8, value & 255])
