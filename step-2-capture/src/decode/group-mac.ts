/** Whether the MAC address at that place is of a group, not of one device (IEEE 802.3, section 3.2.3). */
export function isGroupMac(bytes: Uint8Array, at: number): boolean {
  return ((bytes[at] as number) & 1) === 1
}
