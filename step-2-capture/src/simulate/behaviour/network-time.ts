import type { Host } from '../network/host.ts'
import type { Network } from '../network/network.ts'
import { ntpPacket } from '../packet-builder/ntp.ts'
import type { Process } from '../simulator.ts'

/** Asks a time server every 64 s, as NTP clients begin (RFC 5905). */
export function* keepTime(
  network: Network,
  { client, server }: { client: Host; server: Host },
): Process {
  yield client.random.between(1, 64) * 1e6
  for (;;) {
    yield* network.reach(client, server)
    const sourcePort = client.system.name === 'windows' ? 123 : client.ephemeralPort()
    const sentUs = network.wire.nowUs
    const query = ntpPacket({ mode: 3, transmitUs: sentUs })
    network.wire.udp(client, server, { sourcePort, destinationPort: 123 }, query)
    yield server.reactionUs()
    const nowUs = network.wire.nowUs
    const times = { originateUs: sentUs, receiveUs: nowUs - 40, transmitUs: nowUs }
    const reply = ntpPacket({ mode: 4, ...times })
    network.wire.udp(server, client, { sourcePort: 123, destinationPort: sourcePort }, reply)
    yield (64 + client.random.normal(0, 0.6)) * 1e6
  }
}
