/** What a host sends to register a name for a service, or for a group. */
export function netbiosRegistration(name: string, { service = 0, isGroup = false } = {}): Buffer {
  const characters = [...Buffer.from(name.padEnd(15)), service]
  const halves = characters.flatMap((one) => [0x41 + (one >> 4), 0x41 + (one & 15)])
  return Buffer.concat([
    Buffer.from('000129100001000000000001', 'hex'),
    Buffer.from([32, ...halves, 0, 0, 0x20, 0, 1, 0xc0, 12, 0, 0x20, 0, 1, 0, 0, 0, 60, 0, 6]),
    Buffer.from([isGroup ? 0x80 : 0, 0, 10, 0, 0, 5]),
  ])
}
