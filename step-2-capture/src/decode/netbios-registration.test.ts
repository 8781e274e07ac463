import { expect, test } from 'vitest'
import { netbiosRegistration } from '../simulate/packet-builder/netbios-registration.ts'
import { registeredName } from './netbios-registration.ts'

const read = (bytes: Uint8Array) => registeredName(bytes, 0, bytes.length)
const registration = netbiosRegistration('OFFICE-22')

test('reads the name that a host registers, wherever the message begins', () => {
  expect(read(registration)).toBe('OFFICE-22')
  const behind = Buffer.concat([Buffer.alloc(42), registration])
  expect(registeredName(behind, 42, registration.length)).toBe('OFFICE-22')
})

test('reads nothing of a message that is cut at any place', () => {
  for (let length = 0; length < registration.length; length++) {
    expect(registeredName(registration, 0, length)).toBeNull()
  }
})

test.each([
  ['the name of a group', 62, 0x80],
  ['an answer', 2, 0xad],
  ['a question', 2, 0x01],
  ['a name of another length', 12, 31],
  ['a name that is not coded in letters from A to P', 20, 0x51],
])('reads nothing of %s', (_, at, value) => {
  const bytes = Buffer.from(registration)
  bytes[at] = value
  expect(read(bytes)).toBeNull()
})
