import { techniques } from '../seam/techniques.ts'

export const dhcpKinds = [
  {
    id: 'dhcp_flood',
    title: '{source} sent {messages} in {span} (threshold: {limit} in {period})',
    technique: techniques['T1499.002'],
    recommend:
      'Find the port of this MAC address at the switch and limit its DHCP messages (DHCP snooping).',
  },
  {
    id: 'dhcp_starvation',
    title: '{clients} asked for an address in {span} (threshold: {limit} in {period})',
    technique: techniques['T1499.002'],
    recommend:
      'Turn on DHCP snooping and port security. Look for a second DHCP server next: starvation ' +
      'makes clients take its leases.',
  },
  {
    id: 'rogue_dhcp',
    title:
      '{source} offers leases that lead through {router}, where {rival} offers {rival_router} to ' +
      'the same client',
    technique: techniques['T1557.003'],
    recommend:
      'Find the port of this server at the switch and shut it. Renew the leases of the clients ' +
      'that it gave addresses to: their traffic goes through it.',
  },
] as const
