import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { errorCodes } from '../error-codes.ts'
import { AppError } from '../errors.ts'

/** Ten wrong tokens a minute leave a guesser of 16 characters no chance in any lifetime. */
export const wrongTokensPerMinuteMax = 10

/** 1,000 addresses at about 100 B; the oldest makes room, as a spoofed one costs a connection. */
const addressCountMax = 1_000

/** What a request shows: its `Authorization` and `Cookie` headers. */
export interface Credentials {
  readonly authorization: string | undefined
  readonly cookie?: string | undefined
}

/** One way to show the token: whether it is right, or undefined where a request does not use it. */
export type Proof = (shown: Credentials) => boolean | undefined

/** The token itself, as `Authorization: Bearer`; step 4 adds a session's cookie. */
export function bearerProof(token: string): Proof {
  return ({ authorization }) => {
    const shown = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1]
    return shown === undefined ? undefined : isSame(shown, token)
  }
}

/** Asks every request for one of the proofs, and blocks an address that guesses for a minute. */
export class TokenGate {
  readonly #proofs: readonly Proof[]
  readonly #nowMs: () => number
  readonly #wrong = new Map<string, { count: number; sinceMs: number }>()

  /** @param proofs The first that a request uses decides; with none, every request may pass. */
  constructor(proofs: readonly Proof[], nowMs: () => number) {
    this.#proofs = proofs
    this.#nowMs = nowMs
  }

  /** Why the request may not pass: `E_NO_TOKEN`, `E_WRONG_TOKEN`, `E_TOO_MANY_TOKENS`. */
  refusal(shown: Credentials, address: string): AppError | undefined {
    if (this.#proofs.length === 0) return undefined
    if (this.#isBlocked(address)) return tooMany()
    for (const proof of this.#proofs) {
      const isRight = proof(shown)
      if (isRight !== undefined) return isRight ? undefined : this.#countWrong(address)
    }
    return noToken()
  }

  #countWrong(address: string): AppError {
    const entry = this.#wrong.get(address) ?? { count: 0, sinceMs: this.#nowMs() }
    entry.count += 1
    this.#wrong.set(address, entry)
    const [oldest] = this.#wrong.keys()
    if (this.#wrong.size > addressCountMax && oldest !== undefined) this.#wrong.delete(oldest)
    return wrongToken()
  }

  #isBlocked(address: string): boolean {
    const entry = this.#wrong.get(address)
    if (!entry) return false
    if (this.#nowMs() - entry.sinceMs >= 60_000) this.#wrong.delete(address)
    return this.#wrong.has(address) && entry.count >= wrongTokensPerMinuteMax
  }
}

/** The gate as middleware, for everything that stands behind it. */
export function requireToken(gate: Pick<TokenGate, 'refusal'>): MiddlewareHandler {
  return async (c, next) => {
    const shown = { authorization: c.req.header('authorization'), cookie: c.req.header('cookie') }
    const error = gate.refusal(shown, addressOf(c))
    if (error) throw error
    await next()
  }
}

/** The address of the connection, or what a proxy of ours says of it: see `trustProxies`. */
export function addressOf(c: Context): string {
  const { clientAddress, socket } = c.env?.incoming ?? {}
  return clientAddress ?? socket?.remoteAddress ?? 'in process'
}

/** Compares hashes, so that the time tells neither the length nor the first wrong character. */
export function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

const fix = "Show the NET_ANOMALY_TOKEN that it was started with: -H 'Authorization: Bearer …'"

function noToken() {
  return new AppError(errorCodes.E_NO_TOKEN, 'this server asks for a token', { fix })
}

function wrongToken() {
  return new AppError(errorCodes.E_WRONG_TOKEN, 'the token is not the right one', { fix })
}

function tooMany() {
  return new AppError(errorCodes.E_TOO_MANY_TOKENS, 'too many wrong tokens from this address', {
    fix: 'Wait a minute.',
  })
}
