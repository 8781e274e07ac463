import { describe, expect, it } from 'vitest'
import { forwarded } from './forwarded.ts'

const proxies = new Set(['127.0.0.1', '10.0.0.2'])

function seen(remoteAddress: string, headers: Record<string, string>) {
  return forwarded({ socket: { remoteAddress }, headers }, proxies)
}

describe('what a proxy says', () => {
  it.each([
    ['the client', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['a proxy whose address comes as IPv6', '::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['the last that is no proxy', '127.0.0.1', '192.0.2.1, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ])('is believed of %s', (_, remote, header, client) => {
    expect(seen(remote, { 'x-forwarded-for': header })?.clientAddress).toBe(client)
  })

  it.each([
    ['anyone else', '203.0.113.66', { 'x-forwarded-for': '192.0.2.1' }],
    ['a proxy that names no one', '127.0.0.1', {}],
  ])('is not believed of %s', (_, remote, headers) => {
    expect(seen(remote, headers)).toBeUndefined()
  })

  it('includes whether the way to it was encrypted', () => {
    const headers = { 'x-forwarded-for': '203.0.113.9' }
    expect(seen('127.0.0.1', headers)?.isSecure).toBe(false)
    const secure = { ...headers, 'x-forwarded-proto': 'https' }
    expect(seen('127.0.0.1', secure)?.isSecure).toBe(true)
  })
})
