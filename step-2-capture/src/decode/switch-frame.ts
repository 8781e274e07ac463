import { readUint16 } from './big-endian.ts'
import { EtherType } from './ether-type.ts'
import { type Frame, Layer } from './frame.ts'

/** What the head of a frame says that switches send to one another. */
export const SwitchProtocol = { none: 0, spanningTree: 1, discovery: 2, trunk: 3 } as const

/** LLC of the spanning tree (IEEE 802.1D), and LLC with SNAP of the Cisco Discovery Protocol. */
const spanningTreeLlc = 0x4242
const snapLlc = 0xaaaa
const ciscoDiscovery = 0x2000
/** The Dynamic Trunking Protocol of Cisco (US 6,445,715): a version, then fields of type and length. */
const dynamicTrunking = 0x2004
const trunkStatusType = 2
/** In its status: what the port wants, which is `on` or `desirable` where it asks for a trunk. */
const wishMask = 7
const askingWishes: ReadonlySet<number> = new Set([1, 3])
/** Four fields make a message. */
const trunkFieldCountMax = 8
/** Protocol ID to bridge ID of a configuration message. */
const messageBytesMin = 25
/** Version, time to live and checksum stand before the fields of CDP. */
const discoveryHeadBytes = 4
const lldpType = 0x88cc

/** A frame of spanning tree, LLDP or CDP, as offsets into its bytes. Reused. */
export class SwitchFrame {
  /** Of the root and the sending bridge: two bytes of priority and six of MAC address. */
  rootOffset = -1
  bridgeOffset = -1
  /** Of CDP and LLDP: the field by which the device is known, the first one. */
  identityStart = -1
  identityEnd = -1
  /** Of DTP: whether the sender wants a trunk, and does not only agree to one. */
  asksForTrunk = false

  /** Reads the head of the frame; gives its SwitchProtocol. */
  read(bytes: Uint8Array, frame: Frame): number {
    const { destinationMacOffset: start, capturedEnd: end } = frame
    // In a data frame of Wi-Fi the addresses stand elsewhere.
    if (start === -1 || frame.sourceMacOffset !== start + 6) return SwitchProtocol.none
    const typeAt = start + 12 + ((frame.layers & Layer.vlan) === 0 ? 0 : 4)
    if (typeAt + 10 > end) return SwitchProtocol.none
    const type = readUint16(bytes, typeAt)
    if (type === lldpType) return this.#readLldp(bytes, typeAt + 2, end)
    const llc = readUint16(bytes, typeAt + 2)
    if (type >= EtherType.ipv4) return SwitchProtocol.none
    if (llc === spanningTreeLlc) return this.#readSpanningTree(bytes, typeAt + 5, end)
    if (llc !== snapLlc) return SwitchProtocol.none
    const cisco = readUint16(bytes, typeAt + 8)
    if (cisco === dynamicTrunking) return this.#readTrunk(bytes, typeAt + 11, end)
    return cisco === ciscoDiscovery ? this.#readCisco(bytes, typeAt + 10, end) : SwitchProtocol.none
  }

  #readSpanningTree(bytes: Uint8Array, at: number, end: number): number {
    if (at + messageBytesMin > end || readUint16(bytes, at) !== 0) return SwitchProtocol.none
    // Configuration, and the same of the rapid protocol; a change of topology names no root.
    const type = bytes[at + 3]
    if (type !== 0 && type !== 2) return SwitchProtocol.none
    this.rootOffset = at + 5
    this.bridgeOffset = at + 17
    return SwitchProtocol.spanningTree
  }

  /** Type and length take seven and nine bits. */
  #readLldp(bytes: Uint8Array, at: number, end: number): number {
    this.identityStart = at + 2
    this.identityEnd = Math.min(end, at + 2 + (readUint16(bytes, at) & 0x1ff))
    return SwitchProtocol.discovery
  }

  /** The length counts type and length too. */
  #readCisco(bytes: Uint8Array, at: number, end: number): number {
    const field = at + discoveryHeadBytes
    if (field + 4 > end) return SwitchProtocol.none
    this.identityStart = field + 4
    this.identityEnd = Math.max(field + 4, Math.min(end, field + readUint16(bytes, field + 2)))
    return SwitchProtocol.discovery
  }

  /** The length of a field counts type and length too. */
  #readTrunk(bytes: Uint8Array, at: number, end: number): number {
    this.asksForTrunk = false
    let field = at
    for (let i = 0; i < trunkFieldCountMax && field + 5 <= end; i++) {
      const length = readUint16(bytes, field + 2)
      if (length < 4) break
      if (readUint16(bytes, field) === trunkStatusType) {
        this.asksForTrunk = askingWishes.has((bytes[field + 4] as number) & wishMask)
      }
      field += length
    }
    return SwitchProtocol.trunk
  }
}
