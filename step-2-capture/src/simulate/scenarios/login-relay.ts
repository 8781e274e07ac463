import { SmbSession } from '../conversation/smb-session.ts'
import type { Scenario } from './scenario.ts'

export const loginRelay: Scenario = {
  name: 'login_relay',
  description: 'A host that a workstation logs in to passes the login on to a server.',
  kind: 'attack',
  technique: 'T1557.001',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network } = stage
    const attacker = office.intruder()
    attacker.openPorts.add(445)
    const victim = random.pick(office.workstations).host
    const server = office.machines.fileServer
    const details = { peer: server.address, victim: victim.address }
    const start = { kind: 'login_relay', attacker, victims: [server, victim], details }
    const run = function* () {
      const challenge = server.random.bytes(8)
      const user = `user${random.integer(10, 40)}`
      const inward = new SmbSession(network, { client: victim, server: attacker }, 'OFFICE')
      const onward = new SmbSession(network, { client: attacker, server }, 'OFFICE')
      if (!(yield* inward.open()) || !(yield* onward.open())) return
      yield* onward.login(user, true, challenge)
      yield* inward.login(user, false, challenge)
      yield* onward.connectTree('IPC$')
      yield* inward.conversation.close('server')
      yield* onward.conversation.close('client')
    }
    yield* stage.attack(start, run())
  },
}
