/** A packet of the SSH key exchange: length, padding, type. */
function packet(type: number, length = 12): string {
  const bytes = Buffer.alloc(4 + length)
  bytes.writeUInt32BE(length, 0)
  bytes[5] = type
  return bytes.toString('latin1')
}

/** What both ends of an SSH connection send: banners, key exchange, then server answers of these sizes. */
export function sshLogin(sizes: readonly number[]): string[] {
  const answers = sizes.flatMap((size) => ['x'.repeat(64), 'y'.repeat(size)])
  const banner = 'SSH-2.0-OpenSSH_9.6\r\n'
  return [banner, banner, packet(20, 400), packet(31, 400) + packet(21), packet(21), '', ...answers]
}
