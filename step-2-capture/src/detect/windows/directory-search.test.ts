import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { ldapFilter, ldapSearch, type SearchFields } from '../../simulate/packet-builder/ldap.ts'
import { directorySearch } from './directory-search.ts'

const { and, equal, hasBit, present, startsWith } = ldapFilter
const [client, server] = ['10.0.0.5', '10.0.0.9:389']

function searches(list: readonly SearchFields[], answer = 'entry'): TrafficScript {
  const says = list.flatMap((one) => [ldapSearch(one), answer])
  return new TrafficScript().connection(client, server, { says })
}
const titlesOf = (script: TrafficScript) =>
  script.detect(directorySearch).map(({ severity, title }) => `${severity} ${title}`)

const control = 'userAccountControl'
const isUser = equal('samAccountType', '805306368')

test.each([
  ['accounts of services', and(isUser, present('servicePrincipalName'))],
  ['accounts of services', startsWith('servicePrincipalName', 'MSSQLSvc')],
  ['accounts that log in without proof', and(isUser, hasBit(control, 4_194_304))],
  ['accounts that may act for others', hasBit(control, 524_288)],
  ['accounts that may act for others', present('msDS-AllowedToDelegateTo')],
  ['accounts without a password', hasBit(control, 32)],
  ['passwords of local administrators', present('ms-Mcs-AdmPwd')],
  ['passwords of local administrators', present('msLAPS-EncryptedPassword')],
  ['passwords of managed accounts', present('msDS-GroupMSAMembership')],
  ['accounts of administrators', equal('adminCount', '1')],
])('one search for %s is reported', (what, filter) => {
  const [title = '', ...others] = titlesOf(searches([{ filter }]))
  expect(others).toEqual([])
  expect(title).toContain(`medium ${client} searched the directory of 10.0.0.9 for ${what}`)
})

test.each([
  ['a name', equal('sAMAccountName', 'alice')],
  ['one service by its name', equal('servicePrincipalName', 'host/files.lab.example')],
  ['users who are not locked', and(present('mail'), hasBit(control, 2))],
  ['all users', isUser],
  ['certificate templates', equal('objectClass', 'pKICertificateTemplate')],
])('a search for %s is not', (_, filter) => {
  expect(titlesOf(searches([{ filter }]))).toEqual([])
})

test('three searches that weigh little are reported, the same one thrice is not', () => {
  const groups = equal('samAccountType', '268435456')
  const domains = equal('objectClass', 'trustedDomain')
  const filters = [isUser, groups, domains].map((filter) => ({ filter }))
  expect(titlesOf(searches(filters.slice(0, 2)))).toEqual([])
  expect(titlesOf(searches(filters))[0]).toContain('trusted domains (weight 3, threshold: 3)')
  expect(titlesOf(searches(new Array(3).fill(filters[0])))).toEqual([])
})

const everything = present('objectClass')
const large = 'x'.repeat(100_000)

test.each([
  ['of a domain with its answers', { filter: everything }, large, 1],
  ['of a domain with few answers', { filter: everything }, large.slice(1), 0],
  ['of the root alone', { filter: everything, scope: 0 }, large, 0],
  ['of a part of the domain', { filter: everything, base: 'OU=Staff,DC=lab' }, large, 0],
  ['of those with a mail address', { filter: and(everything, present('mail')) }, large, 0],
])('a search for every entry %s makes the right number of findings', (_, fields, answer, count) => {
  const titles = titlesOf(searches([fields], answer))
  expect(titles).toHaveLength(count)
  for (const title of titles) expect(title).toContain('for all entries')
})
