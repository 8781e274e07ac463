/** Whoever parses what strangers send should not be root; only the capture program needs a right. */
export function privilegeWarning(userId: number | undefined): string | undefined {
  if (userId !== 0) return undefined
  return [
    'Warning: this server runs as root, and reads bytes that strangers send.',
    'Run it as an ordinary user, and give the right to capture to tcpdump alone:',
    '  sudo setcap cap_net_raw,cap_net_admin=eip "$(command -v tcpdump)"',
  ].join('\n')
}
