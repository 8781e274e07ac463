import { SmbSession } from '../conversation/smb-session.ts'
import { dosHeader } from './malware-loading.ts'
import type { Scenario } from './scenario.ts'

export const programOnShare: Scenario = {
  name: 'program_on_share',
  description: 'An intruder with a password copies a program to ADMIN$ of another host.',
  kind: 'attack',
  technique: 'T1021.002',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network } = stage
    const client = random.pick(office.workstations).host
    const others = office.localHosts.filter((host) => host !== client && host.openPorts.has(445))
    const server = random.pick(others)
    const name = `${random.bytes(4).toString('hex')}.exe`
    const details = { peer: server.address, file: name }
    const start = { kind: 'program_on_share', attacker: client, victims: [server], details }
    const run = function* () {
      const session = new SmbSession(network, { client, server }, 'OFFICE')
      if (!(yield* session.open())) return
      yield* session.login('administrator', true)
      yield* session.connectTree('ADMIN$')
      const code = network.ciphertext.take(random.integer(20_000, 60_000))
      yield* session.writeFile(name, Buffer.concat([dosHeader, code]))
      yield* session.conversation.close('client')
    }
    yield* stage.attack(start, run())
  },
}
