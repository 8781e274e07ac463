import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  algorithms,
  browserHello,
  clientHello,
  extension,
  type HelloFields,
  protocols,
  records,
  serverName,
  versions,
} from '../../test/hello-bytes.ts'
import { type Bytes, u16, zeros } from '../../test/packet-bytes.ts'
import { isGrease, ja3, ja3Text, ja4, TlsFound, TlsHelloReader, tlsListCountMax } from './tls.ts'

function read(bytes: Bytes, length = bytes.length) {
  const reader = new TlsHelloReader()
  const found = reader.read(Uint8Array.from([9, 9, 9, ...bytes, 9, 9]), 3, length)
  return { found, client: reader.client, server: reader.server }
}

const readHello = (fields: HelloFields) => read(records(clientHello(fields))).client
const hash = (value: string) => createHash('sha256').update(value).digest('hex').slice(0, 12)

test('reads a client hello', () => {
  const { found, client } = read(records(browserHello))
  expect(found).toBe(TlsFound.clientHello)
  expect(client).toMatchObject({
    isComplete: true,
    legacyVersion: 0x0303,
    version: 0x0304,
    serverName: 'www.Example.com',
    applicationProtocol: 'h2',
  })
  expect(client.cipherSuites.real()).toEqual([
    0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030,
  ])
})

test('makes JA3 without GREASE', () => {
  const { client } = read(records(browserHello))
  const text = '771,4865-4866-4867-49195-49199-49196-49200,0-10-11-13-16-43,29-23,0'
  expect(ja3Text(client)).toBe(text)
  expect(ja3(client)).toBe(createHash('md5').update(text).digest('hex'))
})

test('makes JA4 of sorted ciphers and extensions, and of algorithms as sent', () => {
  const ciphers = '1301,1302,1303,c02b,c02c,c02f,c030'
  const extensions = '000a,000b,000d,002b_0403,0804'
  expect(ja4(read(records(browserHello)).client)).toBe(
    `t13d0706h2_${hash(ciphers)}_${hash(extensions)}`,
  )
})

test('makes the JA4 that its authors publish', () => {
  const hex = (values: string) => values.split(',').map((value) => Number.parseInt(value, 16))
  const names = hex(
    '001b,0000,0033,0010,4469,0017,002d,000d,0005,0023,0012,002b,ff01,000b,000a,0015',
  )
  const special: Record<number, Bytes> = {
    0: serverName('x'),
    16: protocols('h2'),
    13: algorithms(...hex('0403,0804,0401,0503,0805,0501,0806,0601')),
    43: versions(0x0a0a, 0x0304, 0x0303),
  }
  const client = readHello({
    ciphers: hex('1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,009d,002f,0035'),
    extensions: names.map((name) => special[name] ?? extension(name, [])),
  })
  expect(ja4(client)).toBe('t13d1516h2_8daaf6152771_e5627efa2ab1')
})

test.each([
  ['without extensions', {}, 't12i010000'],
  ['with a protocol of one letter', { extensions: [protocols('a')] }, 't12i0101aa'],
  [
    'with a protocol that ends in no letter',
    { extensions: [extension(16, [0, 3, 2, 0x61, 0xab])] },
    't12i01016b',
  ],
  ['of TLS 1.1', { extensions: [versions(0x0302)] }, 't11i010100'],
  ['of a version that is not known', { extensions: [versions(0x7f1c)] }, 't00i010100'],
  ['with 120 ciphers', { ciphers: Array.from({ length: 120 }, (_, i) => i) }, 't12i990000'],
])('starts the JA4 of a hello %s', (_name, fields, start) => {
  expect(ja4(readHello(fields)).split('_')[0]).toBe(start)
})

test('has zeros in the JA4 of a hello without ciphers and extensions', () => {
  expect(ja4(readHello({ ciphers: [0x0a0a] }), 'q')).toBe('q12i000000_000000000000_000000000000')
})

test('puts a hello together from several records', () => {
  for (const size of [1, 7, 64, browserHello.length - 1]) {
    const { found, client } = read(records(browserHello, size < 7 ? 8 : size))
    expect(found).toBe(TlsFound.clientHello)
    expect(client).toMatchObject({ isComplete: true, serverName: 'www.Example.com' })
  }
})

test('reads a hello as far as it is there, and never behind its end', () => {
  for (const bytes of [records(browserHello), records(browserHello, 50)]) {
    for (let length = 0; length < bytes.length; length++) {
      const { found, client } = read(bytes, length)
      if (found === TlsFound.clientHello) expect(client.isComplete).toBe(false)
    }
  }
  const whole = records(browserHello)
  expect(read(whole, whole.length - 20).client.serverName).toBe('www.Example.com')
})

test('keeps to the limits of lists that lie about their length', () => {
  const many = readHello({ extensions: Array.from({ length: 400 }, (_, i) => extension(i, [])) })
  expect(many.extensions.count).toBe(tlsListCountMax)
  const lying = readHello({ extensions: [[...u16(0), ...u16(60_000), 0, 9, 0, 0, 1, 97]] })
  expect(lying).toMatchObject({ isComplete: false, serverName: null })
  const longName = [...u16(0), ...u16(7), 0, 5, 0, 0xff, 0xff, 97, 98]
  expect(readHello({ extensions: [longName] }).serverName).toBe('ab')
})

test('reads what a server chose', () => {
  const body = [3, 3, ...zeros(32), 0, 0x13, 0x02, 0, ...u16(6), ...extension(43, [3, 4])]
  const { found, server } = read(records([2, 0, ...u16(body.length), ...body]))
  expect(found).toBe(TlsFound.serverHello)
  expect(server).toMatchObject({ version: 0x0304, cipherSuite: 0x1302, extensionCount: 1 })
})

test.each([
  ['application data', [23, 3, 3, 0, 10, ...zeros(10)]],
  ['a record of SSL 2', [0x80, 0x2e, 1, 3, 1, ...zeros(20)]],
  ['a certificate', records([11, 0, 0, 4, 0, 0, 1, 0])],
  ['a record that is too long', [22, 3, 1, 0xff, 0xff, 1, 0, 0, 40, ...zeros(40)]],
  ['a hello that is too long', [22, 3, 1, 0, 60, 1, 0xff, 0, 40, ...zeros(60)]],
])('takes %s for no hello', (_name, bytes) => {
  expect(read(bytes).found).toBe(TlsFound.nothing)
})

test('knows the sixteen values of GREASE', () => {
  const values = Array.from({ length: 65_536 }, (_, value) => value).filter(isGrease)
  expect(values.map((value) => value.toString(16))).toEqual(
    [...'0123456789abcdef'].map((digit) => `${digit}a${digit}a`.replace(/^0/, '')),
  )
})
