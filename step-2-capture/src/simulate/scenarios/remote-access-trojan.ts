import { lookUp } from '../conversation/dns-lookup.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import type { Scenario } from './scenario.ts'

export const remoteAccessTrojan: Scenario = {
  name: 'remote_access_trojan',
  description:
    'A program for remote control finds its owner by a dynamic name, and takes orders in messages ' +
    'behind their lengths.',
  kind: 'attack',
  technique: 'T1219',
  durationSeconds: 150,
  *play(stage) {
    const { random, office, network } = stage
    const client = random.pick(office.workstations).host
    const name = `${random.bytes(4).toString('hex')}.duckdns.org`
    const server = office.internet.stranger(name)
    const port = random.pick([1_177, 5_552, 6_522, 7_771])
    server.openPorts.add(port)
    const details = { peer: server.address, port, domain: name }
    const start = { kind: 'remote_access_trojan', attacker: client, victims: [server], details }
    const message = (bytes: number) =>
      Buffer.concat([Buffer.from(`${bytes}\0`), network.ciphertext.take(bytes)])
    const run = function* () {
      yield* lookUp(network, { client, resolver: office.resolver, name, target: server })
      const conversation = new TcpConversation(network, { client, server, port })
      if (!(yield* conversation.open())) return
      yield* conversation.send('client', message(random.integer(120, 300)))
      for (let order = random.integer(4, 9); order > 0; order--) {
        yield random.between(1, 6) * 1e6
        yield* conversation.send('server', message(random.integer(8, 60)))
        yield conversation.reactionUs('client')
        yield* conversation.send('client', message(random.integer(16, 900)))
      }
      yield* conversation.close('client')
    }
    yield* stage.attack(start, run())
  },
}
