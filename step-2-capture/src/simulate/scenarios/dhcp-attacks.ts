import { obtainLease, offerLease, sendAsNobody } from '../conversation/dhcp-exchange.ts'
import type { Host } from '../network/host.ts'
import { DhcpMessage } from '../packet-builder/dhcp.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

export const dhcpFlood: Scenario = {
  name: 'dhcp_flood',
  description:
    'Hundreds of DHCP discovers a second from invented MAC addresses; none is completed.',
  kind: 'attack',
  technique: 'T1499',
  durationSeconds: 90,
  play: (stage) => askForLeases(stage, 'dhcp_flood'),
}

export const dhcpStarvation: Scenario = {
  name: 'dhcp_starvation',
  description: 'Invented clients take every address that the DHCP server has, one after another.',
  kind: 'attack',
  technique: 'T1499',
  durationSeconds: 120,
  play: (stage) => askForLeases(stage, 'dhcp_starvation'),
}

function* askForLeases(stage: Stage, kind: 'dhcp_flood' | 'dhcp_starvation'): Process {
  const { random, office } = stage
  const attacker = office.intruder()
  const isFlood = kind === 'dhcp_flood'
  const perSecond = Math.round(isFlood ? random.between(80, 300) : random.between(3, 15))
  const count = isFlood ? random.integer(500, 2000) : random.integer(90, 160)
  const details = { per_second: perSecond, clients: count }
  const { gateway } = office.network
  const start = { kind, attacker: attacker.macAddress, victims: [gateway], details }
  const ask = function* () {
    for (let index = 0; index < count; index++) {
      const client = inventedClient(stage, isFlood ? 0 : 20 + index)
      if (isFlood)
        sendAsNobody(stage.network, client, DhcpMessage.discover, random.next(), [], attacker.mac)
      else stage.network.simulator.spawn(lease(stage, client, attacker.mac))
      yield random.exponential(1e6 / perSecond)
    }
  }
  yield* stage.attack(start, ask())
}

function lease(stage: Stage, client: Host, frameMac: Uint8Array): Process {
  const { gateway } = stage.network
  const { resolver } = stage.office
  return obtainLease(stage.network, {
    client,
    server: gateway,
    router: gateway,
    resolver,
    frameMac,
  })
}

/** A client that exists for one message: a locally administered MAC address (RFC 7042), no name. */
function inventedClient(stage: Stage, last: number): Host {
  const { random, office } = stage
  const mac = random.bytes(6)
  mac[0] = ((mac[0] as number) | 2) & 0xfe
  const name = random.text(8)
  const address = `${office.network.prefix}.${Math.min(254, last)}`
  return stage.network.host({ name, address, mac, system: office.resolver.system })
}

export const rogueDhcp: Scenario = {
  name: 'rogue_dhcp',
  description: 'A second DHCP server answers first and names itself as router and resolver.',
  kind: 'attack',
  technique: 'T1557.003',
  durationSeconds: 180,
  *play(stage) {
    const { random, office } = stage
    const attacker = office.intruder()
    const count = random.integer(2, 4)
    const victims = random.sample(office.workstations, count).map(({ host }) => host)
    const details = { leases: count }
    const answer = function* () {
      for (const client of victims) {
        yield random.between(3, 14) * 1e6
        yield* answerTwice(stage, attacker, client)
      }
    }
    yield* stage.attack({ kind: 'rogue_dhcp', attacker, victims, details }, answer())
  },
}

/** Both servers offer; the client takes what came first, and the rogue is a little faster. */
function* answerTwice(stage: Stage, rogue: Host, client: Host): Process {
  const { network, office } = stage
  const transactionId = stage.random.next()
  stage.ordinarily(() => sendAsNobody(network, client, DhcpMessage.discover, transactionId, []))
  const wrong = { client, server: rogue, router: rogue, resolver: rogue }
  const right = { ...wrong, server: network.gateway, router: network.gateway }
  yield rogue.reactionUs() + 300
  offerLease(network, wrong, DhcpMessage.offer, transactionId)
  yield network.gateway.reactionUs() + stage.random.between(1500, 40_000)
  const lease = { ...right, resolver: office.resolver }
  stage.ordinarily(() => offerLease(network, lease, DhcpMessage.offer, transactionId))
  yield client.reactionUs() + 900
  const asked = [
    { code: 50, data: client.addressBytes },
    { code: 54, data: rogue.addressBytes },
  ]
  stage.ordinarily(() => sendAsNobody(network, client, DhcpMessage.request, transactionId, asked))
  yield rogue.reactionUs() + 500
  offerLease(network, wrong, DhcpMessage.ack, transactionId)
}
