import { readUint32 } from './big-endian.ts'
import { latin1Text } from './latin1.ts'

export const dhcpServerPort = 67
export const dhcpClientPort = 68

/** Values of option 53 (RFC 2132, section 9.6). */
export const DhcpType = {
  discover: 1,
  offer: 2,
  request: 3,
  decline: 4,
  acknowledge: 5,
  refuse: 6,
  release: 7,
  inform: 8,
} as const

const Option = {
  pad: 0,
  hostName: 12,
  requestedAddress: 50,
  messageType: 53,
  serverId: 54,
  clientId: 61,
  end: 255,
} as const

const fixedLength = 240
const magicCookie = 0x63825363
/** Clients send about a dozen; a message of the largest size could have 600 empty ones. */
export const dhcpOptionCountMax = 64

/** A DHCP message (RFC 2131) as offsets, -1 where there is none. Reused. */
export class DhcpMessage {
  /** From a client (1) or from a server (2). */
  operation = 0
  transaction = 0
  /** See `DhcpType`; 0 for plain BOOTP. */
  type = 0
  clientMacOffset = -1
  /** The address that the client is given. */
  yourAddressOffset = -1
  requestedAddressOffset = -1
  serverIdOffset = -1
  clientIdOffset = -1
  clientIdLength = 0
  #bytes: Uint8Array = new Uint8Array(0)
  #hostNameOffset = -1
  #hostNameLength = 0

  /** What the client calls itself, or null. */
  get hostName(): string | null {
    if (this.#hostNameOffset === -1) return null
    const end = this.#hostNameOffset + this.#hostNameLength
    return latin1Text(this.#bytes, this.#hostNameOffset, end)
  }

  parse(bytes: Uint8Array, offset: number, length: number): boolean {
    if (length < fixedLength || readUint32(bytes, offset + 236) !== magicCookie) return false
    this.#bytes = bytes
    this.operation = bytes[offset] as number
    this.transaction = readUint32(bytes, offset + 4)
    // Hardware type 1 with six bytes is Ethernet.
    const isEthernet = bytes[offset + 1] === 1 && bytes[offset + 2] === 6
    this.clientMacOffset = isEthernet ? offset + 28 : -1
    this.yourAddressOffset = offset + 16
    this.type = 0
    this.requestedAddressOffset = -1
    this.serverIdOffset = -1
    this.clientIdOffset = -1
    this.clientIdLength = 0
    this.#hostNameOffset = -1
    this.#readOptions(offset + fixedLength, offset + length)
    return true
  }

  #readOptions(start: number, end: number): void {
    let at = start
    for (let count = 0; count < dhcpOptionCountMax && at < end; count++) {
      while (at < end && this.#bytes[at] === Option.pad) at++
      if (at + 1 >= end || this.#bytes[at] === Option.end) return
      const length = this.#bytes[at + 1] as number
      if (at + 2 + length > end) return
      this.#readOption(this.#bytes[at] as number, at + 2, length)
      at += 2 + length
    }
  }

  #readOption(code: number, at: number, length: number): void {
    if (code === Option.messageType && length === 1) this.type = this.#bytes[at] as number
    else if (code === Option.requestedAddress && length === 4) this.requestedAddressOffset = at
    else if (code === Option.serverId && length === 4) this.serverIdOffset = at
    else if (code === Option.clientId && length > 0) {
      this.clientIdOffset = at
      this.clientIdLength = length
    } else if (code === Option.hostName && length > 0) {
      this.#hostNameOffset = at
      this.#hostNameLength = length
    }
  }
}
