/** An attack that the simulator plays in memory, and what has to be stated about it. */
export interface Rehearsal {
  readonly scenario: string
  readonly seed: number
  /** The detector that must state it, whatever others do. */
  readonly detector: string
  readonly kind: string
}

/**
 * One for each detection that no sample holds: some take an hour, some a hundred thousand packets,
 * which would make every clone larger. All thresholds are those that run in earnest.
 */
export const rehearsals: readonly Rehearsal[] = [
  { scenario: 'horizontal_scan', seed: 1, detector: 'port_scan', kind: 'horizontal_port_scan' },
  { scenario: 'icmp_sweep', seed: 1, detector: 'ping_sweep', kind: 'ping_sweep' },
  { scenario: 'port_zero', seed: 1, detector: 'odd_port', kind: 'port_zero' },
  { scenario: 'tcp_flood', seed: 1, detector: 'tcp_flood', kind: 'tcp_flood' },
  { scenario: 'land_attack', seed: 1, detector: 'land_attack', kind: 'land_attack' },
  { scenario: 'udp_flood', seed: 1, detector: 'datagram_flood', kind: 'udp_flood' },
  { scenario: 'icmp_flood', seed: 1, detector: 'datagram_flood', kind: 'icmp_flood' },
  { scenario: 'smurf', seed: 1, detector: 'datagram_flood', kind: 'smurf' },
  { scenario: 'http_flood', seed: 1, detector: 'http_flood', kind: 'http_flood' },
  { scenario: 'slow_http', seed: 1, detector: 'slow_http', kind: 'slow_http' },
  { scenario: 'dhcp_starvation', seed: 1, detector: 'dhcp_abuse', kind: 'dhcp_starvation' },
  { scenario: 'rogue_dhcp', seed: 1, detector: 'dhcp_abuse', kind: 'rogue_dhcp' },
  { scenario: 'name_poisoning', seed: 1, detector: 'name_poisoning', kind: 'name_poisoning' },
  { scenario: 'dns_spoofing', seed: 1, detector: 'dns_spoofing', kind: 'dns_spoofing' },
  { scenario: 'dns_id_guessing', seed: 1, detector: 'dns_spoofing', kind: 'dns_id_guessing' },
  { scenario: 'zone_transfer', seed: 1, detector: 'zone_transfer', kind: 'zone_transfer' },
  {
    scenario: 'zone_transfer_refused',
    seed: 1,
    detector: 'zone_transfer',
    kind: 'zone_transfer_refused',
  },
  {
    scenario: 'mail_user_guessing',
    seed: 1,
    detector: 'mail_user_guessing',
    kind: 'mail_user_guessing',
  },
  { scenario: 'root_takeover', seed: 1, detector: 'switch_control', kind: 'root_takeover' },
  {
    scenario: 'announcement_flood',
    seed: 1,
    detector: 'switch_control',
    kind: 'announcement_flood',
  },
  { scenario: 'mac_flood', seed: 1, detector: 'mac_flood', kind: 'mac_flood' },
  {
    scenario: 'neighbour_spoofing',
    seed: 1,
    detector: 'neighbour_spoofing',
    kind: 'neighbour_spoofing',
  },
  { scenario: 'icmp_redirect', seed: 1, detector: 'icmp_redirect', kind: 'icmp_redirect' },
  { scenario: 'snmp_guessing', seed: 1, detector: 'snmp_guessing', kind: 'snmp_guessing' },
  {
    scenario: 'kerberos_guessing',
    seed: 1,
    detector: 'kerberos_abuse',
    kind: 'kerberos_guessing',
  },
  {
    scenario: 'directory_search',
    seed: 1,
    detector: 'directory_search',
    kind: 'directory_search',
  },
  {
    scenario: 'coerced_login',
    seed: 1,
    detector: 'remote_procedure_abuse',
    kind: 'authentication_coercion',
  },
  { scenario: 'session_theft', seed: 1, detector: 'session_theft', kind: 'session_theft' },
  { scenario: 'brute_force_slow', seed: 1, detector: 'login_guessing', kind: 'login_guessing' },
  { scenario: 'beacon_tls', seed: 1, detector: 'beaconing', kind: 'beaconing' },
  { scenario: 'strobe_day', seed: 1, detector: 'strobe', kind: 'strobe' },
  { scenario: 'long_connection', seed: 1, detector: 'long_connection', kind: 'long_connection' },
  {
    scenario: 'reconnection_storm',
    seed: 1,
    detector: 'reconnection_storm',
    kind: 'reconnection_storm',
  },
  {
    scenario: 'connection_without_dns',
    seed: 1,
    detector: 'connection_without_dns',
    kind: 'connection_without_dns',
  },
  { scenario: 'odd_protocol', seed: 1, detector: 'odd_port', kind: 'odd_protocol_for_port' },
  { scenario: 'exfiltration_bare', seed: 1, detector: 'exfiltration', kind: 'exfiltration' },
  { scenario: 'icmp_tunnel', seed: 1, detector: 'icmp_tunnel', kind: 'icmp_tunnel' },
  { scenario: 'cleartext_ftp', seed: 1, detector: 'clear_text_login', kind: 'clear_text_login' },
  {
    scenario: 'cleartext_telnet',
    seed: 1,
    detector: 'clear_text_login',
    kind: 'clear_text_login',
  },
  { scenario: 'web_scanner', seed: 1, detector: 'web_scan', kind: 'web_scan' },
  {
    scenario: 'executable_transfer',
    seed: 1,
    detector: 'executable_transfer',
    kind: 'executable_transfer',
  },
  {
    scenario: 'malware_check_in',
    seed: 1,
    detector: 'encoded_check_in',
    kind: 'malware_check_in',
  },
  {
    scenario: 'disguised_program',
    seed: 1,
    detector: 'disguised_program',
    kind: 'disguised_program',
  },
  { scenario: 'drive_by', seed: 1, detector: 'drive_by', kind: 'drive_by_download' },
  {
    scenario: 'loader_download',
    seed: 1,
    detector: 'loader_download',
    kind: 'script_download',
  },
  {
    scenario: 'remote_access_trojan',
    seed: 1,
    detector: 'framed_session',
    kind: 'remote_access_trojan',
  },
  {
    scenario: 'remote_access_trojan',
    seed: 1,
    detector: 'dynamic_name',
    kind: 'dynamic_name_session',
  },
  {
    scenario: 'sip_guessing',
    seed: 1,
    detector: 'telephone_abuse',
    kind: 'sip_guessing',
  },
  {
    scenario: 'program_on_share',
    seed: 1,
    detector: 'share_program',
    kind: 'program_on_share',
  },
  { scenario: 'mail_program', seed: 1, detector: 'mail_program', kind: 'mail_program' },
  {
    scenario: 'ip_protocol_scan',
    seed: 1,
    detector: 'protocol_scan',
    kind: 'ip_protocol_scan',
  },
  { scenario: 'heartbleed', seed: 1, detector: 'heartbleed', kind: 'heartbleed' },
  { scenario: 'reverse_shell', seed: 1, detector: 'signatures', kind: 'reverse_shell' },
  { scenario: 'reverse_shell', seed: 1, detector: 'typed_commands', kind: 'reverse_shell' },
  { scenario: 'crypto_miner', seed: 1, detector: 'signatures', kind: 'crypto_mining' },
  { scenario: 'zerologon', seed: 1, detector: 'netlogon_abuse', kind: 'netlogon_abuse' },
  { scenario: 'c2_certificate', seed: 1, detector: 'c2_certificate', kind: 'c2_certificate' },
  {
    scenario: 'controller_stop',
    seed: 1,
    detector: 'control_commands',
    kind: 'control_device_stop',
  },
  { scenario: 'spam', seed: 1, detector: 'fan_out', kind: 'spam' },
]
