import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { errorCodes } from '../error-codes.ts'
import { AppError, yourTurn } from '../errors.ts'

/*
 * Your task: ask for the token, and leave a guesser no chance. Every server of the course stands
 * behind this gate as soon as NET_ANOMALY_TOKEN is set; step 4 adds the cookie of a session as a
 * second way to show the token.
 */

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

/**
 * The token itself, as `Authorization: Bearer TOKEN`: the word in any case, spaces around the token
 * allowed, the token itself compared by `isSame`. Undefined where there is no such header, or one of
 * another kind (`Basic …`).
 */
export function bearerProof(_token: string): Proof {
  throw yourTurn('token-gate', 'step 4: bearerProof()')
}

/** Asks every request for one of the proofs, and blocks an address that guesses for a minute. */
export class TokenGate {
  readonly #proofs: readonly Proof[]
  readonly #nowMs: () => number
  /** By address: wrong tokens, and when the first of them came. */
  readonly #wrong = new Map<string, { count: number; sinceMs: number }>()

  /** @param proofs The first that a request uses decides; with none, every request may pass. */
  constructor(proofs: readonly Proof[], nowMs: () => number) {
    this.#proofs = proofs
    this.#nowMs = nowMs
  }

  /**
   * Why the request may not pass, or undefined where it may:
   * - Without proofs, every request may pass.
   * - An address with `wrongTokensPerMinuteMax` wrong tokens is refused by `tooMany()`, whatever it
   *   shows, until 60,000 ms have passed since the first of them; then it starts anew.
   * - The first proof that knows the request decides: a right one lets it pass; a wrong one is
   *   counted for the address, and refused by `wrongToken()`.
   * - A request that no proof knows is refused by `noToken()`, and not counted.
   *
   * At most `addressCountMax` addresses are kept; the one that was added first makes room.
   */
  refusal(_shown: Credentials, _address: string): AppError | undefined {
    throw yourTurn('token-gate', 'step 4: TokenGate.refusal()')
  }
}

/** The gate as middleware, for everything that stands behind it. This is complete. */
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
