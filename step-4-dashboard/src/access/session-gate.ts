import { createHmac, randomBytes } from 'node:crypto'
import { bearerProof, type Credentials, isSame, TokenGate } from 'step-3-persistence'

export const cookieName = 'net_anomaly'
/** A browser that is used each month stays logged in. */
export const sessionSeconds = 30 * 86_400
/** The link in the terminal is for who has just started the server. */
const linkMs = 15 * 60_000
/** Sessions that were ended before their time: 1,000 of 100 B. The oldest is forgotten first. */
const endedCountMax = 1_000

/**
 * The gate of a server that browsers use: the token, or the session that it was exchanged for. A
 * session cannot be guessed, so a wrong one is not counted: an old cookie locks no one out, and a good
 * one passes while its address is blocked, as all do that come through one proxy.
 */
export class SessionGate extends TokenGate {
  readonly #token: string | undefined
  readonly #nowMs: () => number
  readonly #ended = new Set<string>()
  readonly #linkUntilMs: number
  #code: string | undefined

  constructor(token: string | undefined, nowMs: () => number) {
    super(token === undefined ? [] : [bearerProof(token)], nowMs)
    this.#token = token
    this.#nowMs = nowMs
    this.#linkUntilMs = nowMs() + linkMs
    this.#code = token === undefined ? undefined : randomBytes(16).toString('hex')
  }

  get asksForToken(): boolean {
    return this.#token !== undefined
  }

  /** Opens one session in the place of the token, within a quarter of an hour. */
  get code(): string | undefined {
    return this.#code
  }

  override refusal(shown: Credentials, address: string) {
    return this.#isOpen(sessionIn(shown.cookie)) ? undefined : super.refusal(shown, address)
  }

  /** Exchanges the token or the code for a session. @throws AppError why it is refused */
  open(given: string, address: string): string {
    if (this.#takeCode(given)) return this.#newSession()
    const error = super.refusal({ authorization: `Bearer ${given}` }, address)
    if (error) throw error
    return this.#newSession()
  }

  /** From now on the session of this cookie opens nothing. */
  end(cookie: string | undefined): void {
    const session = sessionIn(cookie)
    if (session === undefined || !this.#isOpen(session)) return
    this.#ended.add(session)
    const [oldest] = this.#ended
    if (this.#ended.size > endedCountMax && oldest !== undefined) this.#ended.delete(oldest)
  }

  #takeCode(given: string): boolean {
    if (this.#code === undefined || this.#nowMs() >= this.#linkUntilMs) return false
    if (!isSame(given, this.#code)) return false
    this.#code = undefined
    return true
  }

  /** What it is, and until when: signed with the token, so that a restart ends no session. */
  #newSession(): string {
    const untilSeconds = Math.floor(this.#nowMs() / 1000) + sessionSeconds
    const content = `${randomBytes(16).toString('hex')}.${untilSeconds}`
    return `${content}.${this.#sign(content)}`
  }

  #isOpen(session: string | undefined): boolean {
    if (this.#token === undefined || session === undefined) return false
    const [, content = '', until, signature = ''] =
      /^([0-9a-f]{32}\.(\d{1,15}))\.([0-9a-f]{64})$/.exec(session) ?? []
    if (!isSame(signature, this.#sign(content)) || this.#ended.has(session)) return false
    return Number(until) * 1000 > this.#nowMs()
  }

  /** A keyed hash, so that the cookie never shows the token. */
  #sign(content: string): string {
    const key = this.#token ?? ''
    return createHmac('sha256', key).update(`net-anomaly session ${content}`).digest('hex')
  }
}

function sessionIn(cookie = ''): string | undefined {
  const pair = cookie.split(/;\s*/).find((part) => part.startsWith(`${cookieName}=`))
  return pair?.slice(cookieName.length + 1)
}
