import type { Host } from '../network/host.ts'
import type { Network } from '../network/network.ts'
import { linuxPingData, windowsPingData } from '../packet-builder/icmp.ts'
import type { Process } from '../simulator.ts'

/** Echo requests a second apart, each with its reply. */
export function* ping(
  network: Network,
  { from, to, count }: { from: Host; to: Host; count: number },
): Process {
  yield* network.reach(from, to)
  const identifier = from.system.name === 'windows' ? 1 : from.random.integer(1, 0xffff)
  for (let sequence = 1; sequence <= count; sequence++) {
    const sentUs = network.wire.nowUs
    const data = from.system.name === 'windows' ? windowsPingData() : linuxPingData(sentUs)
    network.wire.icmpEcho(from, to, { type: 8, identifier, sequence, dontFragment: true }, data)
    yield to.reactionUs()
    network.wire.icmpEcho(to, from, { type: 0, identifier, sequence }, data)
    if (sequence < count) yield Math.max(0, sentUs + 1e6 - network.wire.nowUs)
  }
}
