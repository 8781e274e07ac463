import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { afterEach, describe, expect, it } from 'vitest'
import {
  bearerProof,
  isSame,
  type Proof,
  TokenGate,
  wrongTokensPerMinuteMax,
} from './token-gate.ts'

const token = 'a-token-of-24-characters'

function openGate() {
  const clock = { ms: 0 }
  const gate = new TokenGate([bearerProof(token)], () => clock.ms)
  const ask = (authorization?: string, address = '192.0.2.1') =>
    gate.refusal({ authorization }, address)?.code
  return { gate, clock, ask }
}

describe('TokenGate', () => {
  it('asks for nothing where nothing is to be proven', () => {
    const gate = new TokenGate([], () => 0)
    expect(gate.refusal({ authorization: undefined }, '')).toBeUndefined()
  })

  it('lets the token pass, and nothing else', () => {
    const { ask } = openGate()
    expect(ask(`Bearer ${token}`)).toBeUndefined()
    expect(ask(`bearer  ${token} `)).toBeUndefined()
    expect(ask()).toBe('E_NO_TOKEN')
    expect(ask('Basic YTpi')).toBe('E_NO_TOKEN')
    for (const wrong of [token.slice(1), `${token}x`, token.toUpperCase()]) {
      expect(ask(`Bearer ${wrong}`)).toBe('E_WRONG_TOKEN')
    }
  })

  it('lets the first proof that a request uses decide', () => {
    const byCookie: Proof = ({ cookie }) => (cookie === 'right' ? true : undefined)
    const gate = new TokenGate([bearerProof(token), byCookie], () => 0)
    const wrong = { authorization: 'Bearer wrong', cookie: 'right' }
    expect(gate.refusal({ authorization: undefined, cookie: 'right' }, '')).toBeUndefined()
    expect(gate.refusal(wrong, '')?.code).toBe('E_WRONG_TOKEN')
  })

  it('blocks an address that guesses for a minute, even when it then shows the token', () => {
    const { clock, ask } = openGate()
    for (let count = 0; count < wrongTokensPerMinuteMax; count++) {
      expect(ask('Bearer guess')).toBe('E_WRONG_TOKEN')
    }
    expect(ask('Bearer guess')).toBe('E_TOO_MANY_TOKENS')
    expect(ask(`Bearer ${token}`)).toBe('E_TOO_MANY_TOKENS')
    expect(ask(`Bearer ${token}`, '192.0.2.9')).toBeUndefined()
    clock.ms = 59_999
    expect(ask(`Bearer ${token}`)).toBe('E_TOO_MANY_TOKENS')
    clock.ms = 60_000
    expect(ask(`Bearer ${token}`)).toBeUndefined()
  })

  it('counts the wrong tokens of one minute, and no older ones', () => {
    const { clock, ask } = openGate()
    for (let count = 1; count < wrongTokensPerMinuteMax; count++) ask('Bearer guess')
    clock.ms = 60_000
    for (let count = 0; count < wrongTokensPerMinuteMax; count++) {
      expect(ask('Bearer guess')).toBe('E_WRONG_TOKEN')
    }
    expect(ask('Bearer guess')).toBe('E_TOO_MANY_TOKENS')
  })

  it('counts from the first wrong token on, and a right one takes nothing back', () => {
    const { clock, ask } = openGate()
    ask('Bearer guess')
    clock.ms = 30_000
    for (let count = 1; count < wrongTokensPerMinuteMax; count++) {
      expect(ask(`Bearer ${token}`)).toBeUndefined()
      expect(ask('Bearer guess')).toBe('E_WRONG_TOKEN')
    }
    expect(ask(`Bearer ${token}`)).toBe('E_TOO_MANY_TOKENS')
    clock.ms = 60_000
    expect(ask(`Bearer ${token}`)).toBeUndefined()
  })

  it('never blocks an address that shows no token', () => {
    const { ask } = openGate()
    for (let count = 0; count <= wrongTokensPerMinuteMax; count++) {
      expect(ask()).toBe('E_NO_TOKEN')
    }
    expect(ask(`Bearer ${token}`)).toBeUndefined()
  })

  it('keeps 1,000 addresses, and lets the oldest go when another one guesses', () => {
    const { ask } = openGate()
    const guess = (index: number) => ask('Bearer guess', `192.0.2.${index}`)
    for (let count = 0; count < wrongTokensPerMinuteMax; count++) guess(0)
    for (let index = 1; index < 1_000; index++) guess(index)
    expect(guess(0)).toBe('E_TOO_MANY_TOKENS')
    guess(1_000)
    expect(guess(0)).toBe('E_WRONG_TOKEN')
  })
})

describe('the comparison of tokens', () => {
  const { timingSafeEqual } = crypto
  afterEach(() => {
    crypto.timingSafeEqual = timingSafeEqual
    syncBuiltinESMExports()
  })

  it.each([
    [token, token, true],
    ['a', token, false],
    [`${token.slice(0, -1)}!`, token, false],
  ])('takes as long for %j and %j', (given, wanted, same) => {
    const compared: number[] = []
    crypto.timingSafeEqual = (one, other) => {
      compared.push(one.byteLength, other.byteLength)
      return timingSafeEqual(one, other)
    }
    syncBuiltinESMExports()
    expect(isSame(given, wanted)).toBe(same)
    expect(bearerProof(wanted)({ authorization: `Bearer ${given}` })).toBe(same)
    expect(compared).toEqual([32, 32, 32, 32]) // both as SHA-256: neither length nor place shows
  })
})
