import { expect, test } from 'vitest'
import { ldapFilter, ldapSearch } from '../simulate/packet-builder/ldap.ts'
import { Random } from '../simulate/random.ts'
import { conditionCountMax, LdapSearch } from './ldap.ts'

const { and, not, equal, hasBit, present, startsWith } = ldapFilter

function parse(message: Uint8Array, length = message.length) {
  const bytes = Buffer.concat([Buffer.from('##'), message, Buffer.from('##')])
  const search = new LdapSearch()
  return { isRead: search.parse(bytes, 2, 2 + length), search }
}

const filter = and(
  equal('objectClass', 'User'),
  not(hasBit('userAccountControl', 2)),
  present('servicePrincipalName'),
  startsWith('cn', 'adm'),
)
const conditions = [
  { attribute: 'objectclass', asks: 'value', value: 'user' },
  { attribute: 'useraccountcontrol', asks: 'value', value: '2' },
  { attribute: 'serviceprincipalname', asks: 'any', value: '' },
  { attribute: 'cn', asks: 'any', value: '' },
]

test('reads base, scope and each condition of a filter', () => {
  const { isRead, search } = parse(ldapSearch({ base: 'DC=Lab', scope: 1, filter }))
  expect([isRead, search.base, search.scope]).toEqual([true, 'dc=lab', 1])
  expect(search.conditions).toEqual(conditions)
})

test('reads a message that is signed and not encrypted', () => {
  const signed = Buffer.concat([Buffer.alloc(20, 5), ldapSearch({ filter })])
  expect(parse(signed).search.conditions).toEqual(conditions)
})

test('reads a message that Kerberos signed, whose signature was turned to the front', () => {
  const [length, token] = [Buffer.alloc(4), Buffer.from('050404ff000c000c0000000012345678', 'hex')]
  const signed = Buffer.concat([length, token, Buffer.alloc(12, 7), ldapSearch({ filter })])
  expect(parse(signed).search.conditions).toEqual(conditions)
})

test('reads as many conditions of a truncated message as there are, and never others', () => {
  const message = ldapSearch({ filter })
  for (let length = 0; length < message.length; length++) {
    const { search } = parse(message, length)
    const whole = search.conditions.slice(0, -1)
    expect(whole).toEqual(conditions.slice(0, whole.length))
  }
})

test('reads 64 conditions and 16 filters in filters, and no more', () => {
  const many = and(...new Array(100).fill(present('cn')))
  expect(parse(ldapSearch({ filter: many })).search.conditions).toHaveLength(conditionCountMax)
  const nested = (depth: number): Buffer => (depth === 0 ? present('cn') : not(nested(depth - 1)))
  expect(parse(ldapSearch({ filter: nested(16) })).search.conditions).toHaveLength(1)
  expect(parse(ldapSearch({ filter: nested(17) })).search.conditions).toHaveLength(0)
})

test('reads whatever a stranger sends without a throw', () => {
  const random = new Random('ldap')
  for (let i = 0; i < 3_000; i++) {
    const message = ldapSearch({ filter })
    for (let n = 0; n < 4; n++)
      message[random.integer(0, message.length - 1)] = random.integer(0, 255)
    const { search } = parse(message)
    expect(search.conditions.length).toBeLessThanOrEqual(conditionCountMax)
  }
})
