/** The four bytes of a dotted IPv4 address. */
export function ipv4Bytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number))
}

export function macText(mac: Uint8Array): string {
  return Buffer.from(mac)
    .toString('hex')
    .replace(/(..)(?!$)/g, '$1:')
}

export function macBytes(text: string): Buffer {
  return Buffer.from(text.replaceAll(':', ''), 'hex')
}

export const broadcastMac = macBytes('ff:ff:ff:ff:ff:ff')

/** The MAC address that an IPv4 multicast group maps to (RFC 1112 section 6.4). */
export function multicastMac(group: Uint8Array): Buffer {
  return Buffer.from([
    1,
    0,
    0x5e,
    (group[1] as number) & 0x7f,
    group[2] as number,
    group[3] as number,
  ])
}
