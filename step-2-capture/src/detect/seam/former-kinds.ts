/**
 * The names of attacks in the labels of version 0.1, each with the detection kind that it means.
 * They still answer in this version, and go with the next.
 */
const formerKinds: ReadonlyMap<string, string> = new Map([
  ['arp_spoof', 'arp_spoofing'],
  ['cleartext_credentials', 'clear_text_login'],
  ['crypto_miner', 'crypto_mining'],
  ['dga', 'generated_domains'],
  ['horizontal_scan', 'horizontal_port_scan'],
  ['icmp_sweep', 'ping_sweep'],
  ['modbus_write', 'modbus_new_writer'],
  ['odd_protocol', 'odd_protocol_for_port'],
  ['slow_scan', 'vertical_port_scan'],
  ['udp_scan', 'udp_port_scan'],
  ['web_scanner', 'web_scan'],
  ['zerologon', 'netlogon_abuse'],
  ...['xmas', 'null', 'fin', 'ack'].map((flags) => [`${flags}_scan`, 'stealth_port_scan'] as const),
  ...['ssh', 'ftp', 'smtp', 'telnet', 'http', 'smb', 'rdp'].map(
    (service) => [`brute_force_${service}`, 'login_guessing'] as const,
  ),
])

/** The detection kind that a name means; a name that is no former one stands for itself. */
export function currentKind(name: string): string {
  return formerKinds.get(name) ?? name
}

/** What to say where former names were used; undefined where there are none among these. */
export function formerKindsNote(names: Iterable<string>): string | undefined {
  const former = [...new Set(names)].filter((name) => formerKinds.has(name))
  if (former.length === 0) return undefined
  const renamed = former.map((name) => `${name} is now ${currentKind(name)}`)
  return `${renamed.join(', ')}; the former names will go with the next version`
}
