import { expect, test } from 'vitest'
import { certificate } from '../simulate/packet-builder/certificate.ts'
import { readX509 } from './x509.ts'

const names = { subject: 'server.example', issuer: 'Some CA', validDays: 90 }

function encoded(fields: Partial<typeof names> = {}): Uint8Array {
  const firstDay = new Date('2026-01-01T00:00:00Z')
  const [key, signature] = [Buffer.alloc(270, 1), Buffer.alloc(256, 2)]
  return certificate({ ...names, ...fields, firstDay, key, signature })
}

test('reads who a certificate is of, who vouches for it, and how long', () => {
  const bytes = encoded()
  expect(readX509(bytes, 0, bytes.length)).toEqual({
    subject: { commonName: 'server.example', organization: '', unit: '' },
    issuer: { commonName: 'Some CA', organization: '', unit: '' },
    isSelfSigned: false,
    validDays: 90,
  })
})

test('tells a certificate that vouches for itself', () => {
  const bytes = encoded({ issuer: 'server.example' })
  expect(readX509(bytes, 0, bytes.length)).toMatchObject({ isSelfSigned: true })
})

test('reads nothing of a certificate that is cut before its names end', () => {
  const bytes = encoded()
  const namesEnd = Buffer.from(bytes).indexOf('server.example') + 'server.example'.length
  for (let length = 0; length < bytes.length; length++) {
    const found = readX509(bytes, 0, length)
    if (length < namesEnd) expect(found).toBeNull()
    else expect(found).toMatchObject({ subject: { commonName: 'server.example' } })
  }
})

test('survives any byte in any place', () => {
  const bytes = encoded()
  for (let at = 0; at < 120; at++) {
    for (const value of [0, 1, 0x30, 0x7f, 0x80, 0x84, 0xff]) {
      const broken = Uint8Array.from(bytes)
      broken[at] = value
      expect(() => readX509(broken, 0, broken.length)).not.toThrow()
    }
  }
})
