import { addressBytes, broadcastMac } from '../network/addresses.ts'
import { linuxPingData } from '../packet-builder/icmp.ts'
import type { Scenario } from './scenario.ts'

export const smurf: Scenario = {
  name: 'smurf',
  description:
    'Pings to the broadcast address in the name of one host, to which three others answer.',
  kind: 'attack',
  technique: 'T1498.002',
  durationSeconds: 90,
  *play(stage) {
    const { random, office, wire, network } = stage
    const attacker = office.intruder()
    const victim = random.pick([office.machines.fileServer, office.machines.webServer])
    // Most systems have not answered such pings since 1999 (RFC 2644): what does is old.
    const amplifiers = office.localHosts.filter((host) => host !== victim).slice(0, 3)
    const perSecond = Math.round(random.between(100, 250))
    const count = Math.round(perSecond * random.between(8, 14))
    const details = { per_second: perSecond, packets: count }
    const start = { kind: 'smurf', attacker, victims: [victim], details }
    const address = `${network.prefix}.255`
    const everyone = { address, addressBytes: addressBytes(address), mac: broadcastMac }
    const forged = {
      address: victim.address,
      addressBytes: victim.addressBytes,
      mac: attacker.mac,
      timeToLive: attacker.timeToLive,
      nextIdentification: () => random.integer(0, 0xffff),
    }
    const run = function* () {
      // Its ARP shows the attacker's own address.
      yield* network.reach(attacker, victim)
      const identifier = random.integer(1, 0xffff)
      for (let sequence = 1; sequence <= count; sequence++) {
        const data = linuxPingData(wire.nowUs)
        const echo = { identifier, sequence }
        wire.icmpEcho(forged, everyone, { ...echo, type: 8 }, data)
        for (const host of amplifiers) {
          yield host.reactionUs()
          wire.icmpEcho(host, victim, { ...echo, type: 0 }, data)
        }
        yield random.exponential(1e6 / perSecond)
      }
    }
    yield* stage.attack(start, run())
  },
}
