import { macBytes } from '../network/addresses.ts'
import type { Office } from '../network/office.ts'
import { vendorMac } from '../network/vendors.ts'
import { EtherType } from '../packet-builder/ethernet.ts'
import type { Process } from '../simulator.ts'

/** All bridges listen to it (IEEE 802.1D). */
export const bridgeGroup = macBytes('01:80:c2:00:00:00')
const neighbourGroup = macBytes('01:80:c2:00:00:0e')

/** What the switch itself says: spanning tree every 2 s (IEEE 802.1D), LLDP every 30 s (802.1AB). */
export function* talkAsSwitch(office: Office): Process {
  const mac = vendorMac('ubiquiti', office.random.fork('switch'))
  const bridgeId = Buffer.concat([Buffer.from([0x80, 0]), mac])
  // A rapid spanning tree BPDU: all is well. It ends with the length of what version 1 would add.
  const message = rootMessage({ kind: [2, 2, 0x3c], bridgeId, port: 5 })
  const bpdu = Buffer.concat([message, Buffer.alloc(1)])
  for (let round = 0; ; round++) {
    office.network.wire.ethernet({ mac }, bridgeGroup, bpdu.length, bpdu)
    if (round % 15 === 0) {
      office.network.wire.ethernet({ mac }, neighbourGroup, EtherType.lldp, neighbourFrame(mac))
    }
    yield 2e6 + office.random.exponential(900)
  }
}

interface RootMessage {
  /** Version, type and flags. */
  readonly kind: readonly [number, number, number]
  /** Priority and MAC address. */
  readonly bridgeId: Uint8Array
  /** Number of the bridge's port. */
  readonly port: number
}

/** LLC to DSAP 0x42, a configuration message: root and bridge are the same, at no cost. */
export function rootMessage({ kind, bridgeId, port }: RootMessage): Buffer {
  return Buffer.concat([
    Buffer.from([0x42, 0x42, 3, 0, 0, ...kind]),
    bridgeId,
    Buffer.alloc(4),
    bridgeId,
    Buffer.from([0x80, port, 0, 0, 20, 0, 2, 0, 15, 0]),
  ])
}

function neighbourFrame(mac: Uint8Array): Buffer {
  return Buffer.concat([
    tlv(1, Buffer.concat([Buffer.from([4]), mac])),
    tlv(2, Buffer.from('\x05port 24')),
    tlv(3, Buffer.from([0, 120])),
    tlv(5, Buffer.from('switch-1')),
    tlv(6, Buffer.from('24-port managed switch')),
    tlv(0, Buffer.alloc(0)),
  ])
}

function tlv(type: number, value: Uint8Array): Buffer {
  const head = Buffer.alloc(2)
  head.writeUInt16BE((type << 9) | value.length, 0)
  return Buffer.concat([head, value])
}
