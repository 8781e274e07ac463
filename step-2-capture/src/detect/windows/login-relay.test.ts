import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { ntlmChallenge } from '../../simulate/packet-builder/ntlm.ts'
import { SmbCommand, sessionSetupResponse, smbMessage } from '../../simulate/packet-builder/smb2.ts'
import { loginRelay } from './login-relay.ts'

const [victim, middle, server] = ['10.0.0.7', '10.0.0.66', '10.0.0.9']
const challenge = Buffer.from('c4a1e7f9200b3d58', 'hex')

const ids = { messageId: 1, sessionId: 7, treeId: 0 }
const { sessionSetup } = SmbCommand
const asked = smbMessage({ command: sessionSetup, ...ids, isResponse: false }, Buffer.alloc(40))
const names = { domain: 'CORP', computer: 'FILES' }

/** A request for a login, and the answer with a challenge, by protocol. */
const dialogues = {
  smb: (value: Uint8Array) => {
    const header = { command: sessionSetup, ...ids, isResponse: true, status: 0xc0000016 }
    return [asked, smbMessage(header, sessionSetupResponse(ntlmChallenge(names, value)))]
  },
  ldap: (value: Uint8Array) => [
    Buffer.from('\x30\x84\0\0\0\x10\x02\x01\x07\x60\x84\0\0\0\x07', 'latin1'),
    Buffer.concat([
      Buffer.from('\x30\x82\x01\x10\x02\x01\x07\x61', 'latin1'),
      ntlmChallenge(names, value),
    ]),
  ],
  http: (value: Uint8Array) => {
    const token = ntlmChallenge(names, value).toString('base64')
    const head = `HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM ${token}\r\n`
    return [
      Buffer.from(
        'GET /certsrv/ HTTP/1.1\r\nHost: a\r\nAuthorization: NTLM TlRMTVNTUAABAAAA\r\n\r\n',
      ),
      Buffer.from(`${head}Content-Length: 0\r\n\r\n`),
    ]
  },
} as const
type Protocol = keyof typeof dialogues
const ports: Readonly<Record<Protocol, number>> = { smb: 445, ldap: 389, http: 80 }

interface Ends {
  readonly from: string
  readonly to: string
  readonly by: Protocol
  readonly value?: Uint8Array
}

function login(script: TrafficScript, { from, to, by, value = challenge }: Ends): TrafficScript {
  return script.connection(from, `${to}:${ports[by]}`, { says: dialogues[by](value) })
}
const found = (script: TrafficScript) =>
  script
    .settled(loginRelay)
    .map(({ severity, source, target }) => `${severity} ${source} ${target}`)

test.each<[Protocol, Protocol, string]>([
  ['smb', 'smb', 'high'],
  ['smb', 'ldap', 'high'],
  ['http', 'ldap', 'high'],
  ['smb', 'http', 'high'],
  ['http', 'http', 'low'],
])('a login over %s that is passed on over %s is %s', (inward, onward, severity) => {
  const script = login(new TrafficScript(), { from: middle, to: server, by: onward })
  login(script.wait(0.05), { from: victim, to: middle, by: inward })
  expect(found(script)).toEqual([`${severity} ${middle} ${server}`])
})

test('says whose login it was, and by which protocols it went', () => {
  const script = login(new TrafficScript(), { from: middle, to: server, by: 'ldap' })
  login(script, { from: victim, to: middle, by: 'smb' })
  expect(script.settled(loginRelay)[0]?.title).toBe(
    '10.0.0.66 passed 1 login of 10.0.0.7 on to 10.0.0.9 (SMB to LDAP; threshold: 1)',
  )
})

test('it is found when the two stand the other way in the capture', () => {
  const script = login(new TrafficScript(), { from: victim, to: middle, by: 'smb' })
  login(script, { from: middle, to: server, by: 'smb' })
  expect(found(script)).toEqual([`high ${middle} ${server}`])
})

test.each<[string, readonly Ends[]]>([
  [
    'two logins, each with a challenge of its own',
    [
      { from: middle, to: server, by: 'smb' },
      { from: victim, to: middle, by: 'smb', value: Buffer.alloc(8, 5) },
    ],
  ],
  [
    'a server that gives one challenge to all',
    [
      { from: middle, to: server, by: 'smb' },
      { from: victim, to: server, by: 'smb' },
    ],
  ],
  [
    'a packet that was captured twice',
    [
      { from: middle, to: server, by: 'smb' },
      { from: middle, to: server, by: 'smb' },
    ],
  ],
])('ordinary: %s', (_, logins) => {
  const script = new TrafficScript()
  for (const ends of logins) login(script, ends)
  expect(found(script)).toEqual([])
})

test('ordinary: the same challenge an hour later', () => {
  const script = login(new TrafficScript(), { from: middle, to: server, by: 'smb' })
  login(script.wait(3_600), { from: victim, to: middle, by: 'smb' })
  expect(found(script)).toEqual([])
})
