export const DhcpMessage = { discover: 1, offer: 2, request: 3, ack: 5, release: 7 } as const

export interface DhcpFields {
  readonly message: number
  readonly transactionId: number
  /** MAC address of the client. */
  readonly clientMac: Uint8Array
  /** The address that the client has already, when it renews. */
  readonly clientAddress?: Uint8Array
  /** The address that the server gives. */
  readonly yourAddress?: Uint8Array
  readonly options: readonly DhcpOption[]
}

export interface DhcpOption {
  readonly code: number
  readonly data: Uint8Array
}

/** A DHCP message for Ethernet (RFC 2131), padded to the 300 bytes that BOOTP relays expect. */
export function dhcpMessage(fields: DhcpFields): Buffer {
  const isFromClient = [1, 3, 7].includes(fields.message)
  const header = Buffer.alloc(240)
  header.set([isFromClient ? 1 : 2, 1, 6, 0])
  header.writeUInt32BE(fields.transactionId, 4)
  if (fields.clientAddress) header.set(fields.clientAddress, 12)
  if (fields.yourAddress) header.set(fields.yourAddress, 16)
  header.set(fields.clientMac, 28)
  header.writeUInt32BE(0x63825363, 236)
  const options = [{ code: 53, data: Buffer.from([fields.message]) }, ...fields.options]
  const encoded = options.map(({ code, data }) => Buffer.from([code, data.length, ...data]))
  const message = Buffer.concat([header, ...encoded, Buffer.from([255])])
  return Buffer.concat([message, Buffer.alloc(Math.max(0, 300 - message.length))])
}
