/** The four bytes of a dotted IPv4 address. */
export function ipv4Bytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number))
}

/** The sixteen bytes of an IPv6 address, whose longest run of zeros may be written `::`. */
export function ipv6Bytes(address: string): Buffer {
  const [head = '', tail] = address.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  const [first, last] = [groups(head), groups(tail ?? '')]
  const zeros = new Array<string>(tail === undefined ? 0 : 8 - first.length - last.length).fill('0')
  const all = [...first, ...zeros, ...last].map((group) => group.padStart(4, '0'))
  return Buffer.from(all.join(''), 'hex')
}

export function ipv6Text(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex').match(/.{4}/g) ?? []
  return hex.map((group) => group.replace(/^0{1,3}/, '')).join(':')
}

/** The bytes of an address of either version. */
export function addressBytes(address: string): Buffer {
  return address.includes(':') ? ipv6Bytes(address) : ipv4Bytes(address)
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
