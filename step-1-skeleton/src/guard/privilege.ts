/** A server parses bytes from the network, so it should not run as root; tcpdump alone needs a right. */
export function privilegeWarning(userId: number | undefined): string | undefined {
  if (userId !== 0) return undefined
  return [
    'Warning: this server runs as root, and reads bytes that strangers send.',
    'Run it as an ordinary user, and give the right to capture to tcpdump alone:',
    '  sudo setcap cap_net_raw,cap_net_admin=eip "$(command -v tcpdump)"',
  ].join('\n')
}
