import type { Exercise } from '../exercise.ts'

export const tokenGate: Exercise = {
  id: 'token-gate',
  step: 4,
  title: 'The gate that asks for the token',
  minutes: 30,
  package: 'step-1-skeleton',
  file: 'guard/token-gate.ts',
  tests: ['src/guard/token-gate.test.ts'],
  hints: [
    "bearerProof returns a function. /^Bearer\\s+(\\S+)\\s*$/i.exec(authorization ?? '')?.[1] is the token that is shown; undefined means that the request does not use this proof.",
    'refusal asks in the order of its description: proofs at all, the address, then one proof after another until one answers true or false.',
    'A blocked address has an entry with count >= wrongTokensPerMinuteMax that is younger than 60,000 ms. An entry that is older counts no more, whatever its count: delete it.',
    'When a wrong token is counted: take the entry or begin one with the time of now, add 1, put it back. A Map gives its keys in the order in which they were first set, so const [oldest] = map.keys() is the one that makes room.',
  ],
  mistakes: [
    {
      mistake: 'asks where no token is set',
      in: 'if (this.#proofs.length === 0) return undefined',
      by: '',
      caughtBy: 'asks for nothing where nothing is to be proven',
    },
    {
      mistake: 'takes the beginning of a token for the token',
      in: 'shown === undefined ? undefined : isSame(shown, token)',
      by: 'shown === undefined ? undefined : shown.startsWith(token)',
      caughtBy: 'lets the token pass, and nothing else',
    },
    {
      mistake: 'compares tokens without their case',
      in: 'isSame(shown, token)',
      by: 'isSame(shown.toLowerCase(), token.toLowerCase())',
      caughtBy: 'lets the token pass, and nothing else',
    },
    {
      mistake: 'compares in a time that shows how much of the token is right',
      in: 'isSame(shown, token)',
      by: 'shown === token',
      caughtBy: 'takes as long for "a" and "a-token-of-24-characters"',
    },
    {
      mistake: 'lets the right token of a guesser pass',
      in: 'if (this.#isBlocked(address)) return tooMany()',
      by: '',
      caughtBy: 'blocks an address that guesses for a minute, even when it then shows the token',
    },
    {
      mistake: 'blocks one guess too late',
      in: 'entry.count >= wrongTokensPerMinuteMax',
      by: 'entry.count > wrongTokensPerMinuteMax',
      caughtBy: 'blocks an address that guesses for a minute, even when it then shows the token',
    },
    {
      mistake: 'blocks an address for ever',
      in: 'if (this.#nowMs() - entry.sinceMs >= 60_000) this.#wrong.delete(address)',
      by: '',
      caughtBy: 'blocks an address that guesses for a minute, even when it then shows the token',
    },
    {
      mistake: 'takes any right proof, also beside a wrong one',
      in: 'if (isRight !== undefined) return isRight ? undefined : this.#countWrong(address)',
      by: 'if (isRight) return undefined',
      caughtBy: 'lets the first proof that a request uses decide',
    },
    {
      mistake: 'keeps every address that ever guessed',
      in: 'if (this.#wrong.size > addressCountMax && oldest !== undefined) this.#wrong.delete(oldest)',
      by: '',
      caughtBy: 'keeps 1,000 addresses, and lets the oldest go when another one guesses',
    },
    {
      mistake: 'lets wrong tokens grow old only where they block',
      in: 'if (this.#nowMs() - entry.sinceMs >= 60_000) this.#wrong.delete(address)',
      by: 'if (entry.count >= wrongTokensPerMinuteMax && this.#nowMs() - entry.sinceMs >= 60_000) this.#wrong.delete(address)',
      caughtBy: 'counts the wrong tokens of one minute, and no older ones',
    },
    {
      mistake: 'counts a request without a token as a guess',
      in: 'return noToken()',
      by: 'return this.#countWrong(address) && noToken()',
      caughtBy: 'never blocks an address that shows no token',
    },
    {
      mistake: 'lets a right token take the guesses back',
      in: 'return isRight ? undefined : this.#countWrong(address)',
      by: 'return isRight ? void this.#wrong.delete(address) : this.#countWrong(address)',
      caughtBy: 'counts from the first wrong token on, and a right one takes nothing back',
    },
    {
      mistake: 'counts the minute from the last guess',
      in: 'entry.count += 1',
      by: 'Object.assign(entry, { count: entry.count + 1, sinceMs: this.#nowMs() })',
      caughtBy: 'counts from the first wrong token on, and a right one takes nothing back',
    },
  ],
}
