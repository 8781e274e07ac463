import { describe, expect, it } from 'vitest'
import { TokenGate, wrongTokensPerMinuteMax } from './token-gate.ts'

const token = 'a-token-of-24-characters'

function openGate() {
  const clock = { ms: 0 }
  const gate = new TokenGate({ token, nowMs: () => clock.ms })
  const ask = (authorization?: string, cookie?: string, address = '192.0.2.1') =>
    gate.refusal({ authorization, cookie, address })?.code
  return { gate, clock, ask }
}

describe('TokenGate', () => {
  it('asks for nothing where no token is set', () => {
    const gate = new TokenGate({ token: undefined, nowMs: () => 0 })
    expect(
      gate.refusal({ authorization: undefined, cookie: undefined, address: '' }),
    ).toBeUndefined()
  })

  it('lets the token pass, and nothing else', () => {
    const { ask } = openGate()
    expect(ask(`Bearer ${token}`)).toBeUndefined()
    expect(ask(`bearer  ${token} `)).toBeUndefined()
    expect(ask()).toBe('E_NO_TOKEN')
    for (const wrong of [token.slice(1), `${token}x`, token.toUpperCase()]) {
      expect(ask(`Bearer ${wrong}`)).toBe('E_WRONG_TOKEN')
    }
  })

  it('gives a session that does not show the token', () => {
    const { gate, ask } = openGate()
    const cookie = gate.logIn(token, '192.0.2.1')
    expect(cookie).toContain('HttpOnly; SameSite=Strict')
    expect(cookie).not.toContain(token)
    expect(ask(undefined, `theme=dark; ${cookie.split(';')[0]}`)).toBeUndefined()
    expect(ask(undefined, `net_anomaly=${token}`)).toBe('E_WRONG_TOKEN')
    expect(() => gate.logIn('wrong', '192.0.2.2')).toThrow(/not the right one/)
  })

  it('stops listening to an address that guesses, even when it guesses right, for a minute', () => {
    const { clock, ask } = openGate()
    for (let count = 0; count < wrongTokensPerMinuteMax; count++) {
      expect(ask('Bearer guess')).toBe('E_WRONG_TOKEN')
    }
    expect(ask('Bearer guess')).toBe('E_TOO_MANY_TOKENS')
    expect(ask(`Bearer ${token}`)).toBe('E_TOO_MANY_TOKENS')
    expect(ask(`Bearer ${token}`, undefined, '192.0.2.9')).toBeUndefined()
    clock.ms = 59_999
    expect(ask(`Bearer ${token}`)).toBe('E_TOO_MANY_TOKENS')
    clock.ms = 60_000
    expect(ask(`Bearer ${token}`)).toBeUndefined()
  })
})
