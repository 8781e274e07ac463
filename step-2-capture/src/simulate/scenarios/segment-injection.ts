import { Flag } from '../conversation/tcp-side.ts'
import type { Sender } from '../network/wire.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

export const injectedAnswer: Scenario = {
  name: 'injected_answer',
  description:
    'A device that sees a request answers it in the name of the server, a moment sooner.',
  kind: 'attack',
  technique: 'T1557',
  durationSeconds: 120,
  play: (stage) =>
    playOn(stage, 'injected_answer', function* (talk) {
      const { forged, server } = talk
      const away = 'HTTP/1.1 302 Found\r\nLocation: http://192.0.2.66/update\r\n\r\n'
      yield* talk.request()
      talk.answer(forged, Flag.ack | Flag.psh, away)
      yield 8_000
      talk.answer(server, Flag.ack | Flag.psh, 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhome')
    }),
}

export const injectedReset: Scenario = {
  name: 'injected_reset',
  description: 'A device cuts connections in the name of their server, which goes on to answer.',
  kind: 'attack',
  technique: 'T1499.002',
  durationSeconds: 120,
  play: (stage) =>
    playOn(stage, 'injected_reset', function* (talk) {
      const { forged, server } = talk
      yield* talk.request()
      talk.answer(forged, Flag.rst | Flag.ack)
      yield 8_000
      talk.answer(server, Flag.ack | Flag.psh, 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhome')
    }),
}

/** One connection of a client with the server that is forged. */
interface Talk {
  readonly server: Sender
  /** The same address, from another device. */
  readonly forged: Sender
  /** Opens the connection and asks. */
  request(): Process
  /** Answers at the place that the client waits for. */
  answer(from: Sender, flags: number, payload?: string): void
}

function playOn(stage: Stage, kind: string, turn: (talk: Talk) => Process): Process {
  const { random, office, network, wire } = stage
  const attacker = office.intruder()
  const server = office.machines.webServer
  const client = random.pick(office.workstations).host
  const count = random.integer(3, 10)
  const forged = {
    address: server.address,
    addressBytes: server.addressBytes,
    mac: attacker.mac,
    timeToLive: server.timeToLive - random.integer(5, 20),
    nextIdentification: () => random.integer(0, 0xffff),
  }
  const window = 64_240
  const run = function* () {
    yield* network.reach(client, server)
    for (let turns = 0; turns < count; turns++) {
      const ports = { sourcePort: client.ephemeralPort(), destinationPort: 80 }
      const back = { sourcePort: 80, destinationPort: ports.sourcePort }
      const [mine, theirs] = [random.integer(1, 1e9), random.integer(1, 1e9)]
      const question = Buffer.from('GET / HTTP/1.1\r\nHost: intranet\r\n\r\n')
      const send = (sequence: number, acknowledgement: number, flags: number, payload?: Buffer) => {
        const numbers = { sequence, acknowledgement, flags, window }
        wire.tcp(client, server, { ...ports, ...numbers, ...(payload ? { payload } : {}) })
      }
      const answer = (from: Sender, flags: number, payload = '') => {
        const numbers = { sequence: theirs + 1, acknowledgement: mine + 1 + question.length }
        const body = { flags, window, payload: Buffer.from(payload) }
        wire.tcp(from, client, { ...back, ...numbers, ...body })
      }
      const request = function* () {
        send(mine, 0, Flag.syn)
        yield server.reactionUs()
        const numbers = { sequence: theirs, acknowledgement: mine + 1, window }
        wire.tcp(server, client, { ...back, ...numbers, flags: Flag.syn | Flag.ack })
        yield client.reactionUs()
        send(mine + 1, theirs + 1, Flag.ack)
        send(mine + 1, theirs + 1, Flag.ack | Flag.psh, question)
        yield 2_000
      }
      yield* turn({ server, forged, request, answer })
      yield random.exponential(3e6)
    }
  }
  const victims = [client]
  return stage.attack(
    { kind, attacker: 'unknown', victims, details: { connections: count } },
    run(),
  )
}
