import type { Host } from '../network/host.ts'
import type { Random } from '../random.ts'

/** A run of guesses over one connection; which is the last is decided by who runs it. */
export interface Guess {
  readonly attacker: Host
  readonly victim: Host
  /** Passwords to try on this connection. */
  readonly passwords: readonly string[]
  readonly user: string
}

/** The one that opens the door, wherever a scenario has it opened. */
export const rightPassword = 'Winter2025!'

const commonPasswords = [
  '123456',
  'password',
  '12345678',
  'qwerty',
  'letmein',
  'admin',
  'welcome',
  'monkey',
  'dragon',
  'abc123',
  'football',
  'iloveyou',
  'passw0rd',
  'master',
  'sunshine',
  'shadow',
  'root',
  'toor',
]

/** Words that guessers try first, some with a number behind them. */
export function drawPasswords(random: Random, count: number): string[] {
  return Array.from({ length: count }, () => {
    const word = random.pick(commonPasswords)
    return random.chance(0.5) ? word : `${word}${random.integer(1, 99)}`
  })
}
