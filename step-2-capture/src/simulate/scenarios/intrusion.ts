import { Flag } from '../conversation/tcp-side.ts'
import type { Host } from '../network/host.ts'
import type { Process } from '../simulator.ts'
import { commonPorts } from './common-ports.ts'
import { uploadPieces } from './exfiltration.ts'
import { drawPasswords, rightPassword } from './guess.ts'
import { guessSsh } from './guess-encrypted.ts'
import { moveBySmb } from './lateral-movement.ts'
import { strangerDomain } from './names.ts'
import type { Scenario, Stage } from './scenario.ts'
import { askForAll } from './sweeps.ts'
import { sweepPorts } from './tcp-probe.ts'

export const intrusion: Scenario = {
  name: 'intrusion',
  description: 'A whole break-in: scan, password guessing, a sweep from inside, a move, a theft.',
  kind: 'mixed',
  durationSeconds: 420,
  *play(stage) {
    const outsider = stage.office.internet.stranger('intruder')
    const server = stage.office.machines.webServer
    yield* scanFromOutside(stage, outsider, server)
    yield stage.random.between(5, 20) * 1e6
    yield* guessTheWayIn(stage, outsider, server)
    yield stage.random.between(5, 20) * 1e6
    yield* lookAround(stage, server)
    yield stage.random.between(3, 10) * 1e6
    yield* moveOn(stage, server)
    yield stage.random.between(3, 10) * 1e6
    yield* takeData(stage, outsider, server)
  },
}

function* scanFromOutside(stage: Stage, attacker: Host, victim: Host): Process {
  const { random } = stage
  const ports = random.shuffle(commonPorts(random, random.integer(120, 300)))
  const perSecond = Math.round(random.between(30, 120))
  const details = { ports: ports.length, per_second: perSecond }
  const sweep = { attacker, victim, ports, perSecond, flags: Flag.syn }
  const technique = 'T1595.001'
  const start = { kind: 'vertical_port_scan', attacker, victims: [victim], technique, details }
  yield* stage.attack(start, sweepPorts(stage, sweep))
}

function* guessTheWayIn(stage: Stage, attacker: Host, victim: Host): Process {
  const { random } = stage
  const connectionCount = random.integer(12, 25)
  const details = { service: 'ssh', tries: connectionCount * 2, found: 'yes' }
  const technique = 'T1110.001'
  const start = { kind: 'login_guessing', attacker, victims: [victim], technique, details }
  const guessAll = function* () {
    for (let connection = 1; connection <= connectionCount; connection++) {
      const passwords = drawPasswords(stage.random, 2)
      if (connection === connectionCount) passwords[1] = rightPassword
      yield* guessSsh(stage, { attacker, victim, passwords, user: 'deploy' })
    }
  }
  yield* stage.attack(start, guessAll())
}

function* lookAround(stage: Stage, attacker: Host): Process {
  const { office, network, random } = stage
  const addresses = office.subnetAddresses
  const perSecond = random.between(40, 200)
  const victims = [`${network.prefix}.0/24`]
  const details = { addresses: addresses.length, per_second: Math.round(perSecond) }
  const start = { kind: 'arp_sweep', attacker, victims, technique: 'T1018', details }
  yield* stage.attack(start, askForAll(stage, { attacker, addresses, perSecond }))
}

function* moveOn(stage: Stage, attacker: Host): Process {
  const { office, random } = stage
  const victims = random.sample(
    office.localHosts.filter((host) => host !== attacker && host.openPorts.has(445)),
    random.integer(5, 8),
  )
  const details = { hosts: victims.length }
  const start = { kind: 'lateral_movement', attacker, victims, technique: 'T1021.002', details }
  const move = function* () {
    for (const victim of victims) {
      yield* moveBySmb(stage, attacker, victim)
      yield random.exponential(2e6)
    }
  }
  yield* stage.attack(start, move())
}

function* takeData(stage: Stage, master: Host, client: Host): Process {
  const { random } = stage
  const name = strangerDomain(random)
  const upload = { client, server: master, name, pieceCount: 8, pieceLength: 500_000 }
  const details = { peer: master.address, bytes: upload.pieceCount * upload.pieceLength }
  const technique = 'T1048.002'
  const start = { kind: 'exfiltration', attacker: client, victims: [master], technique, details }
  yield* stage.attack(start, uploadPieces(stage, upload))
}
