import { lookUp } from '../conversation/dns-lookup.ts'
import { TlsSession } from '../conversation/tls-session.ts'
import { goTls } from '../packet-builder/tls-profiles.ts'
import type { Random } from '../random.ts'
import type { Scenario } from './scenario.ts'

export const generatedDomains: Scenario = {
  name: 'dga',
  description: 'Malware looks up dozens of generated names until one of them exists.',
  kind: 'attack',
  technique: 'T1568.002',
  durationSeconds: 180,
  *play(stage) {
    const { random, office, network } = stage
    const client = random.pick(office.workstations).host
    const { resolver } = office
    const count = random.integer(40, 120)
    const draw = random.pick([randomLetters, wordPieces])
    const gapSeconds = random.between(0.2, 0.9)
    const details = { names: count, style: draw === wordPieces ? 'syllables' : 'letters' }
    const start = { kind: 'generated_domains', attacker: client, victims: [resolver], details }
    const run = function* () {
      for (let index = 0; index < count; index++) {
        const name = `${draw(random)}.${random.pick(['com', 'net', 'info', 'biz', 'org'])}`
        yield* lookUp(network, { client, resolver, name, target: undefined })
        yield random.exponential(gapSeconds * 1e6)
      }
      const name = `${draw(random)}.example`
      const server = office.internet.stranger(name)
      yield* lookUp(network, { client, resolver, name, target: server })
      const session = new TlsSession(network, { client, server, serverName: name, profile: goTls })
      if (!(yield* session.open())) return
      yield* session.exchange({ requestLength: 310, answerLength: 1200, thinkMs: 12 })
      yield* session.close()
    }
    yield* stage.attack(start, run())
  },
}

/** Letters at random, as in Conficker or Cryptolocker. */
function randomLetters(random: Random): string {
  return random.text(random.integer(11, 22), 'abcdefghijklmnopqrstuvwxyz')
}

/** Consonants and vowels in turn, which an entropy measure finds harder. */
function wordPieces(random: Random): string {
  const pieceCount = random.integer(5, 8)
  const piece = () => random.text(1, 'bcdfgklmnprstvwxz') + random.text(1, 'aeiou')
  return Array.from({ length: pieceCount }, piece).join('')
}
