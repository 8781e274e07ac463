import type { Host } from '../network/host.ts'

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
