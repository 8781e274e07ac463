import { lookUp } from '../conversation/dns-lookup.ts'
import { exchangeHttp } from '../conversation/http-exchange.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import type { Host } from '../network/host.ts'
import { netbiosRegistration } from '../packet-builder/netbios-registration.ts'
import type { Process } from '../simulator.ts'
import { strangerDomain } from './names.ts'
import type { Scenario, Stage } from './scenario.ts'

export const spreadCheckIn: Scenario = {
  name: 'spread_check_in',
  description:
    'A program asks one domain after the other for the same path; most of them are decoys.',
  kind: 'attack',
  technique: 'T1008',
  durationSeconds: 300,
  *play(stage) {
    const { random, office } = stage
    const client = random.pick(office.workstations).host
    const path = `/${random.text(4)}/`
    const names = Array.from({ length: random.integer(5, 9) }, () => strangerDomain(random))
    const victims = names.map((name) => office.internet.stranger(name))
    const details = { domains: names.length }
    const start = { kind: 'spread_check_in', attacker: client, victims, details }
    const run = function* () {
      for (const name of names) {
        const target = `${path}?${random.text(3)}=${random.text(60)}`
        yield* ask(stage, { client, name, target })
        yield random.between(5, 15) * 1e6
      }
    }
    yield* stage.attack(start, run())
  },
}

export const stealerReport: Scenario = {
  name: 'stealer_report',
  description:
    'A stealer asks for its own address, and hands in what it found by a chat for programs.',
  kind: 'attack',
  technique: 'T1048',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network } = stage
    const client = random.pick(office.workstations).host
    const chat = office.internet.stranger('api.telegram.org')
    const details = { place: 'api.telegram.org' }
    const start = { kind: 'stealer_report', attacker: client, victims: [chat], details }
    const run = function* () {
      yield* ask(stage, { client, name: 'checkip.dyndns.org', target: '/' })
      yield random.between(1, 5) * 1e6
      const { resolver } = office
      yield* lookUp(network, { client, resolver, name: 'api.telegram.org', target: chat })
      const conversation = new TcpConversation(network, { client, server: chat, port: 443 })
      if (yield* conversation.open()) yield* conversation.close('client')
    }
    yield* stage.attack(start, run())
  },
}

export const machineReport: Scenario = {
  name: 'machine_report',
  description:
    'A program sends the name of its machine, which it registered by NetBIOS, to a server outside.',
  kind: 'attack',
  technique: 'T1071.001',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, wire } = stage
    const client = random.pick(office.workstations).host
    const machine = `OFFICE-${random.text(7).toUpperCase()}2`
    const name = strangerDomain(random)
    const victims = [office.internet.stranger(name)]
    const start = { kind: 'machine_report', attacker: client, victims, details: { machine } }
    const run = function* () {
      const ports = { sourcePort: 137, destinationPort: 137 }
      wire.udp(client, stage.network.gateway, ports, netbiosRegistration(machine))
      yield random.between(5, 20) * 1e6
      yield* ask(stage, { client, name, target: `/in.php?pc=${machine}&v=${random.integer(1, 9)}` })
    }
    yield* stage.attack(start, run())
  },
}

interface Question {
  readonly client: Host
  readonly name: string
  readonly target: string
}

/** A request that bears no more than it must. */
function* ask({ office, network }: Stage, { client, name, target }: Question): Process {
  const server = office.internet.stranger(name)
  yield* lookUp(network, { client, resolver: office.resolver, name, target: server })
  const conversation = new TcpConversation(network, { client, server, port: 80 })
  if (!(yield* conversation.open())) return
  const request = { method: 'GET', target, headers: { Host: name, Connection: 'close' } }
  yield* exchangeHttp(conversation, {
    request,
    response: { status: 200, body: Buffer.from('1.2.3.4') },
  })
  yield* conversation.close('server')
}
