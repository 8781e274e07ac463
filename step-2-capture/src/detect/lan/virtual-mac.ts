/** VRRP and CARP (RFC 9568: 00:00:5e:00:01), HSRP (00:00:0c): routers share these on purpose. */
export function isVirtualMac(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0 || bytes[at + 1] !== 0) return false
  if (bytes[at + 2] === 0x5e) return true
  return bytes[at + 2] === 0x0c && (bytes[at + 3] === 0x07 || bytes[at + 3] === 0x9f)
}
