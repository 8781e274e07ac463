import type { MachineName } from '../network/machines.ts'
import type { Process } from '../simulator.ts'
import { drawPasswords, type Guess, rightPassword } from './guess.ts'
import { guessRdp, guessSmb, guessSsh } from './guess-encrypted.ts'
import { guessFtp, guessHttp, guessSmtp, guessTelnet } from './guess-in-clear.ts'
import type { Scenario, Stage } from './scenario.ts'

interface GuessedService {
  readonly service: string
  readonly machine: MachineName
  readonly guess: (stage: Stage, guess: Guess) => Process
  /** Tries that one connection lasts before the server hangs up. */
  readonly triesPerConnection: number
  /** Seconds between two connections, from and to; the seed decides. */
  readonly gapS: readonly [number, number]
}

const services: readonly GuessedService[] = [
  { service: 'ssh', machine: 'webServer', guess: guessSsh, triesPerConnection: 3, gapS: [0.2, 4] },
  { service: 'ftp', machine: 'ftpServer', guess: guessFtp, triesPerConnection: 3, gapS: [0.1, 2] },
  {
    service: 'smtp',
    machine: 'mailServer',
    guess: guessSmtp,
    triesPerConnection: 2,
    gapS: [0.2, 3],
  },
  {
    service: 'telnet',
    machine: 'ftpServer',
    guess: guessTelnet,
    triesPerConnection: 3,
    gapS: [0.5, 3],
  },
  {
    service: 'http',
    machine: 'webServer',
    guess: guessHttp,
    triesPerConnection: 5,
    gapS: [0.05, 1],
  },
  { service: 'smb', machine: 'fileServer', guess: guessSmb, triesPerConnection: 1, gapS: [0.1, 2] },
  { service: 'rdp', machine: 'fileServer', guess: guessRdp, triesPerConnection: 1, gapS: [0.3, 4] },
]

/** Guessing passwords of one service, one scenario a service. */
export const bruteForce: readonly Scenario[] = services.map((service) => ({
  name: `brute_force_${service.service}`,
  description: `One host guesses passwords of ${service.service.toUpperCase()} logins, dozens of them.`,
  kind: 'attack',
  technique: 'T1110.001',
  durationSeconds: 180,
  play: (stage) => play(stage, service),
}))

/** One try every ten seconds or so: what stays below the limits of most tools. */
export const slowBruteForce: Scenario = {
  name: 'brute_force_slow',
  description: 'One host guesses SSH passwords patiently, one try every ten seconds or so.',
  kind: 'attack',
  technique: 'T1110.001',
  durationSeconds: 1500,
  activity: 0.1,
  play: (stage) =>
    play(stage, { ...(services[0] as GuessedService), triesPerConnection: 1, gapS: [8, 14] }),
}

const users = ['root', 'admin', 'administrator', 'test', 'backup', 'oracle', 'ubuntu', 'postgres']

function* play(stage: Stage, service: GuessedService): Process {
  const { random, office } = stage
  const attacker = random.chance(0.5) ? office.insider(random) : office.internet.stranger('guesser')
  const victim = office.machines[service.machine]
  const gapS = random.between(...service.gapS)
  const connectionCount = Math.min(
    random.integer(30, 90),
    Math.floor((stage.secondsLeft * 0.85) / (gapS + 2.2 * service.triesPerConnection)),
  )
  const isFound = random.chance(0.3)
  const tries = connectionCount * service.triesPerConnection
  const details = { service: service.service, tries, found: isFound ? 'yes' : 'no' }
  const start = { kind: 'login_guessing', attacker, victims: [victim], details }
  const guessAll = function* () {
    const user = random.pick(users)
    for (let connection = 0; connection < connectionCount; connection++) {
      const isLast = connection === connectionCount - 1
      const passwords = drawPasswords(random, service.triesPerConnection)
      if (isFound && isLast) passwords[passwords.length - 1] = rightPassword
      yield* service.guess(stage, { attacker, victim, passwords, user })
      yield random.exponential(gapS * 1e6)
    }
  }
  yield* stage.attack(start, guessAll())
}
