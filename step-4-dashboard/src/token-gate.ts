import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { AppError } from 'step-3-persistence'
import { errorCodes } from './error-codes.ts'

/** Ten wrong tokens a minute leave a guesser of 16 characters no chance in any lifetime. */
export const wrongTokensPerMinuteMax = 10

/** 1,000 addresses at about 100 B; the oldest makes room, as a spoofed one costs a connection. */
const remembered = 1_000

const cookieName = 'net_anomaly'

/** What a request shows: its `Authorization` and `Cookie` headers, and where it comes from. */
export interface Credentials {
  readonly authorization: string | undefined
  readonly cookie: string | undefined
  readonly address: string
}

/**
 * Asks every request for the token, when one is set: as `Authorization: Bearer`, or as the cookie
 * that the log-in gives to a browser. The cookie is a keyed hash, so it never shows the token.
 */
export class TokenGate {
  readonly #token: string | undefined
  readonly #nowMs: () => number
  readonly #wrong = new Map<string, { count: number; sinceMs: number }>()

  constructor({ token, nowMs }: { token: string | undefined; nowMs: () => number }) {
    this.#token = token
    this.#nowMs = nowMs
  }

  /** Why the request may not pass: `E_NO_TOKEN`, `E_WRONG_TOKEN`, `E_TOO_MANY_TOKENS`. */
  refusal({ authorization, cookie, address }: Credentials): AppError | undefined {
    if (this.#token === undefined) return undefined
    if (this.#isBlocked(address)) return tooMany()
    const bearer = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1]
    if (bearer !== undefined) return this.#judge(isSame(bearer, this.#token), address)
    const session = cookieValue(cookie ?? '')
    if (session !== undefined) return this.#judge(isSame(session, sessionOf(this.#token)), address)
    return noToken()
  }

  /** Exchanges the token for the `Set-Cookie` header of a session. @throws AppError */
  logIn(token: string, address: string): string {
    const error = this.refusal({ authorization: `Bearer ${token}`, cookie: undefined, address })
    if (error) throw error
    const session = sessionOf(this.#token ?? '')
    return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000`
  }

  #judge(isRight: boolean, address: string): AppError | undefined {
    if (isRight) return undefined
    const entry = this.#wrong.get(address) ?? { count: 0, sinceMs: this.#nowMs() }
    entry.count += 1
    this.#wrong.set(address, entry)
    const [oldest] = this.#wrong.keys()
    if (this.#wrong.size > remembered && oldest !== undefined) this.#wrong.delete(oldest)
    return wrongToken()
  }

  #isBlocked(address: string): boolean {
    const entry = this.#wrong.get(address)
    if (!entry) return false
    if (this.#nowMs() - entry.sinceMs >= 60_000) this.#wrong.delete(address)
    return this.#wrong.has(address) && entry.count >= wrongTokensPerMinuteMax
  }
}

/** Compares hashes, so that the time tells neither the length nor the first wrong character. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

function sessionOf(token: string): string {
  return createHmac('sha256', token).update('net-anomaly session').digest('hex')
}

function cookieValue(header: string): string | undefined {
  const pair = header.split(/;\s*/).find((part) => part.startsWith(`${cookieName}=`))
  return pair?.slice(cookieName.length + 1)
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
