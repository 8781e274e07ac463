import { expect, it } from 'vitest'
import { checkedAddress, isAllowed } from './outbound-guard.ts'

const closed = { allowsPrivate: false }
const open = { allowsPrivate: true }

it.each([
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '0x7f.1',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '0.0.0.0',
  '255.255.255.255',
  '224.0.0.1',
  '198.18.0.1',
  '[::1]',
  '::1',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '::ffff:10.0.0.1',
  'fd00::1',
  'fe80::1',
  'ff02::1',
  '::',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:db8::1',
  '4000::1',
  'localhost',
  'LOCALHOST.',
])('refuses %s', async (host) => {
  await expect(checkedAddress(host, closed)).rejects.toMatchObject({
    code: expect.stringMatching(/^E_ADDRESS_/),
  })
})

it.each(['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8', '172.32.0.1', '9.255.255.255'])(
  'lets %s pass',
  async (host) => {
    expect(await checkedAddress(host, closed)).toMatchObject({ address: expect.any(String) })
  },
)

it.each(['127.0.0.1', '10.0.0.1', '::1', 'fd00::1', '192.168.0.1'])(
  'lets %s pass when the own network is allowed',
  async (host) => {
    expect(await checkedAddress(host, open)).toMatchObject({ address: host })
  },
)

it.each(['169.254.169.254', '::ffff:169.254.169.254', '0.0.0.0', 'fe80::1', '224.0.0.1'])(
  'never lets %s pass',
  async (host) => {
    await expect(checkedAddress(host, open)).rejects.toMatchObject({ code: 'E_ADDRESS_REFUSED' })
  },
)

it('refuses a name with one forbidden address among good ones', async () => {
  const resolve = async () => [
    { address: '8.8.8.8', family: 4 as const },
    { address: '10.0.0.1', family: 4 as const },
  ]
  await expect(checkedAddress('mixed.example', { ...closed, resolve })).rejects.toMatchObject({
    code: 'E_ADDRESS_REFUSED',
    message: expect.stringContaining('10.0.0.1'),
  })
})

it('asks the resolver once and pins its answer', async () => {
  let calls = 0
  const resolve = async () => [
    { address: calls++ === 0 ? '8.8.8.8' : '10.0.0.1', family: 4 as const },
  ]
  expect(await checkedAddress('rebinding.example', { ...closed, resolve })).toEqual({
    address: '8.8.8.8',
    family: 4,
  })
  expect(calls).toBe(1)
})

it('says so when a name has no address', async () => {
  const resolve = () => Promise.reject(new Error('ENOTFOUND'))
  await expect(checkedAddress('nowhere.example', { ...closed, resolve })).rejects.toMatchObject({
    code: 'E_ADDRESS_UNKNOWN',
  })
})

it('allows nothing that is no address', () => {
  expect(isAllowed('example.org', true)).toBe(false)
})
