import { describe, expect, it } from 'vitest'
import { type Binding, checkBinding, ownHosts } from './binding.ts'

const token = '0123456789abcdef'

describe('checkBinding', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('opens %s to this machine', (host) => {
    expect(() => checkBinding({ host, token: undefined })).not.toThrow()
  })

  it.each(['0.0.0.0', '::', '192.0.2.1', 'example.org', '127.0.0.1.evil.example', ''])(
    'does not open %j to a network without a token',
    (host) => {
      expect(() => checkBinding({ host, token: undefined })).toThrow(/control packet capture/)
      expect(() => checkBinding({ host, token })).not.toThrow()
    },
  )

  it('refuses a token that can be guessed', () => {
    const [short, long] = [token.slice(1), token]
    expect(() => checkBinding({ host: '127.0.0.1', token: short })).toThrow(/15 characters/)
    expect(() => checkBinding({ host: '127.0.0.1', token: long })).not.toThrow()
  })
})

describe('ownHosts', () => {
  const hosts = (binding: Partial<Binding>) => [
    ...ownHosts({
      host: '127.0.0.1',
      port: 8000,
      token: undefined,
      extraHosts: [],
      ownAddresses: ['192.0.2.7', 'fe80::1'],
      ...binding,
    }),
  ]

  it('are the names of the loopback interface on the port', () => {
    expect(hosts({})).toEqual(['localhost:8000', '127.0.0.1:8000', '[::1]:8000'])
  })

  it('leave the port out where it is the default', () => {
    expect(hosts({ port: 80 })).toEqual(expect.arrayContaining(['localhost', 'localhost:80']))
  })

  it('are also what HOST names, and what is named beside it', () => {
    expect(hosts({ host: 'fe80::2' })).toContain('[fe80::2]:8000')
    expect(hosts({ extraHosts: ['Sensor.example:9000'] })).toContain('sensor.example:9000')
  })

  it('are the addresses of the machine only where it listens on them', () => {
    expect(hosts({})).not.toContain('192.0.2.7:8000')
    for (const host of ['0.0.0.0', '::']) {
      expect(hosts({ host })).toEqual(
        expect.arrayContaining(['192.0.2.7:8000', '[fe80::1]:8000', 'localhost:8000']),
      )
      expect(hosts({ host })).not.toContain(`${host}:8000`)
    }
  })
})
