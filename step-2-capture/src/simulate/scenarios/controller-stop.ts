import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { s7Answer, s7Job, s7Stop } from '../packet-builder/control.ts'
import type { Scenario } from './scenario.ts'
import { exchange } from './zerologon.ts'

const s7Port = 102
/** Agrees on sizes: two jobs at once, messages of 480 bytes. */
const setup = Buffer.from([0xf0, 0, 0, 2, 0, 2, 1, 0xe0])

export const controllerStop: Scenario = {
  name: 'controller_stop',
  description: 'A host that never spoke to the controller stops it over S7.',
  kind: 'attack',
  technique: 'T0816',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network } = stage
    const attacker = office.insider(random)
    const victim = office.machines.controller
    victim.openPorts.add(s7Port)
    const stops = random.integer(1, 3)
    const start = {
      kind: 'control_device_stop',
      attacker,
      victims: [victim],
      details: { stops },
    }
    const run = function* () {
      const ends = { client: attacker, server: victim, port: s7Port }
      const conversation = new TcpConversation(network, ends)
      if (!(yield* conversation.open())) return
      yield* exchange(conversation, s7Job(setup, 1), s7Answer(setup, 1))
      for (let number = 2; number < 2 + stops; number++) {
        yield random.exponential(2e6)
        yield* exchange(conversation, s7Stop(number), s7Answer(Buffer.from([0x29]), number))
      }
      yield* conversation.close('client')
    }
    yield* stage.attack(start, run())
  },
}
