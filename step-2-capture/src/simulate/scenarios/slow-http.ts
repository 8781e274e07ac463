import { TcpConversation } from '../conversation/tcp-conversation.ts'
import type { Host } from '../network/host.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

export const slowHttp: Scenario = {
  name: 'slow_http',
  description:
    'Many connections hold half a request each and add a header now and then (slowloris).',
  kind: 'attack',
  technique: 'T1499.002',
  durationSeconds: 240,
  *play(stage) {
    const { random, office } = stage
    const attacker = random.chance(0.5)
      ? office.insider(random)
      : office.internet.stranger('slow-http')
    const victim = office.machines.webServer
    const count = random.integer(80, 200)
    const gapSeconds = random.between(8, 15)
    const details = { port: 80, connections: count, gap_seconds: Math.round(gapSeconds) }
    const start = { kind: 'slow_http', attacker, victims: [victim], details }
    const run = function* () {
      for (let index = 0; index < count; index++) {
        stage.network.simulator.spawn(hold(stage, { attacker, victim, gapSeconds }))
        yield random.exponential(40_000)
      }
      yield (stage.secondsLeft - 10) * 1e6
    }
    yield* stage.attack(start, run())
  },
}

interface HeldRequest {
  readonly attacker: Host
  readonly victim: Host
  readonly gapSeconds: number
}

/** One request that never ends. */
function* hold(stage: Stage, { attacker, victim, gapSeconds }: HeldRequest): Process {
  const ends = { client: attacker, server: victim, port: 80 }
  const conversation = new TcpConversation(stage.network, ends)
  if (!(yield* conversation.open())) return
  const opening = `GET /?${stage.random.integer(1, 2000)} HTTP/1.1\r\nHost: ${victim.address}\r\nUser-Agent: Mozilla/5.0 (Windows NT 6.1; WOW64)\r\nAccept-language: en-US,en,q=0.5\r\n`
  yield* conversation.send('client', Buffer.from(opening))
  while (stage.secondsLeft > gapSeconds + 12) {
    yield gapSeconds * stage.random.between(0.9, 1.1) * 1e6
    yield* conversation.send('client', Buffer.from(`X-a: ${stage.random.integer(1, 5000)}\r\n`))
  }
  yield* conversation.close('client')
}
