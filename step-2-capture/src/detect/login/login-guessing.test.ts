import { expect, test } from 'vitest'
import { sshLogin } from '../../../test/ssh-dialogue.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { loginGuessing } from './login-guessing.ts'

const client = '10.0.0.5'

/** One login that fails, of a protocol in clear text. */
const dialogues: Record<string, { server: string; says: string[] }> = {
  ftp: {
    server: '10.0.0.9:21',
    says: ['', '220 FTP ready\r\n', 'USER a\r\n', '331 go on\r\n', 'PASS x\r\n', '530 no\r\n'],
  },
  smtp: {
    server: '10.0.0.9:25',
    says: ['', '220 mail ESMTP\r\n', 'AUTH PLAIN AGEAYg==\r\n', '535 5.7.8 failed\r\n'],
  },
  pop3: {
    server: '10.0.0.9:110',
    says: ['', '+OK ready\r\n', 'PASS x\r\n', '-ERR [AUTH] Authentication failed.\r\n'],
  },
  imap: {
    server: '10.0.0.9:143',
    says: ['', '* OK ready\r\n', 'a LOGIN u p\r\n', 'a NO [AUTHENTICATIONFAILED] failed\r\n'],
  },
  telnet: {
    server: '10.0.0.9:23',
    says: ['', '\xff\xfd\x18', '\xff\xfc\x18', 'login: ', 'root\r\n', 'Login incorrect\r\n'],
  },
  http: {
    server: '10.0.0.9:80',
    says: [
      'GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YTpi\r\n\r\n',
      'HTTP/1.1 401 Unauthorized\r\n\r\n',
    ],
  },
}

function guess(protocol: string, count: number, gapSeconds: number): TrafficScript {
  const { server, says } = dialogues[protocol] as (typeof dialogues)[string]
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) script.connection(client, server, { says }).wait(gapSeconds)
  return script
}

const severitiesOf = (script: TrafficScript) => script.severities(loginGuessing)

test.each(Object.keys(dialogues))('counts what %s answers to a wrong password', (protocol) => {
  expect(severitiesOf(guess(protocol, 5, 0.5))).toEqual([])
  expect(severitiesOf(guess(protocol, 6, 0.5))).toEqual(['medium'])
})

test.each([
  ['within ten seconds', 1, 5, 6],
  ['within five minutes', 20, 9, 10],
  ['within half an hour', 50, 29, 30],
])('guesses %s are found at their own limit', (_, gapSeconds, below, limit) => {
  expect(severitiesOf(guess('ftp', below, gapSeconds))).toEqual([])
  expect(severitiesOf(guess('ftp', limit, gapSeconds))).toEqual(['medium'])
})

test('names who guessed where, how often, and the connections', () => {
  const [found] = guess('ftp', 6, 0.5).detect(loginGuessing)
  expect(found).toMatchObject({ source: client, target: '10.0.0.9', target_port: 21 })
  expect(found?.title).toContain('10.0.0.5 tried 6 logins at 10.0.0.9:21 (FTP) without success in ')
  expect(found?.evidence).toHaveLength(6)
})

test('a mail program with an old password that asks every ten minutes is left alone', () => {
  expect(severitiesOf(guess('imap', 100, 600))).toEqual([])
})

test('logins that succeed are no guessing', () => {
  const says = ['', '220 FTP\r\n', 'USER a\r\n', '331\r\n', 'PASS x\r\n', '230 welcome\r\n']
  const script = new TrafficScript()
  for (let i = 0; i < 50; i++) script.connection(client, '10.0.0.9:21', { says }).wait(0.2)
  expect(severitiesOf(script)).toEqual([])
})

test.each([
  ['refused at once', [56, 80, 80], 1],
  ['refused three times', [56, 80, 80, 80, 80], 3],
  ['asked for more, then refused', [56, 80, 64, 80, 64, 80], 2],
])('an SSH login that is %s counts %s times', (_, sizes, tries) => {
  const script = new TrafficScript()
  const needed = Math.ceil(6 / Number(tries))
  for (let i = 0; i < needed - 1; i++)
    script.connection(client, '10.0.0.9:22', { says: sshLogin(sizes) })
  expect(severitiesOf(script)).toEqual([])
  script.connection(client, '10.0.0.9:22', { says: sshLogin(sizes) })
  expect(severitiesOf(script)).toEqual(['medium'])
})

test('an agent that offers six keys on one connection is no guessing, on the second it is', () => {
  const script = new TrafficScript()
  const says = sshLogin([56, 80, 80, 80, 80, 80, 80, 80])
  script.connection(client, '10.0.0.9:22', { says })
  expect(severitiesOf(script)).toEqual([])
  script.connection(client, '10.0.0.9:22', { says })
  expect(severitiesOf(script)).toEqual(['medium'])
})

test('commands that run over SSH are no guessing, however many', () => {
  const script = new TrafficScript()
  const says = sshLogin([56, 80, 28, 44, 600, 36, 120])
  for (let i = 0; i < 50; i++) script.connection(client, '10.0.0.9:22', { says })
  expect(severitiesOf(script)).toEqual([])
})

test('a check that reads the SSH banner and leaves is no guessing', () => {
  const script = new TrafficScript()
  const says = ['', 'SSH-2.0-OpenSSH_9.6\r\n']
  for (let i = 0; i < 100; i++) script.connection(client, '10.0.0.9:22', { says })
  expect(severitiesOf(script)).toEqual([])
})

test.each([
  [19, []],
  [20, ['medium']],
])('%i posts to a login page within a minute are reported as %j', (count, severities) => {
  const script = new TrafficScript()
  const request = 'POST /login.php HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na=b'
  for (let i = 0; i < count; i++) {
    script.connection(client, '10.0.0.9:80', { says: [request, 'HTTP/1.1 200 OK\r\n\r\n'] }).wait(2)
  }
  expect(severitiesOf(script)).toEqual(severities)
})

test('remote desktops that are dialled and dropped are guesses, sessions are not', () => {
  const request = '\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x00\x00\x00\x00'
  const short = new TrafficScript()
  const long = new TrafficScript()
  for (let i = 0; i < 12; i++) {
    short.connection(client, '10.0.0.9:3389', { says: [request, 'x'.repeat(19)] }).wait(1)
    const says = [request, 'x'.repeat(30_000)]
    long.connection(client, '10.0.0.9:3389', { says }).wait(1)
  }
  expect(severitiesOf(short)).toEqual(['medium', 'medium'])
  expect(severitiesOf(long)).toEqual([])
})

/** One HTTP exchange on a connection of its own: what is asked and answered, in turn. */
function negotiate(script: TrafficScript, finalStatus: number): void {
  const ask = (authorization: string) =>
    `GET /sites/team HTTP/1.1\r\nHost: portal.example\r\n${authorization}\r\n`
  const answer = (status: number, header: string) =>
    `HTTP/1.1 ${status} X\r\n${header}Content-Length: 0\r\n\r\n`
  script.connection('10.7.0.4', '10.7.0.8:8080', {
    says: [
      ask(''),
      answer(401, 'WWW-Authenticate: NTLM\r\n'),
      ask('Authorization: NTLM TlRMTVNTUAABAAAAB4IIogAAAAA=\r\n'),
      answer(401, 'WWW-Authenticate: NTLM TlRMTVNTUAACAAAADAAMADgAAAA=\r\n'),
      ask('Authorization: NTLM TlRMTVNTUAADAAAAGAAYAEgAAAA=\r\n'),
      answer(finalStatus, finalStatus === 401 ? 'WWW-Authenticate: NTLM\r\n' : ''),
    ],
  })
}

test.each([
  [200, 0],
  [401, 1],
])('of NTLM over HTTP only the last answer counts (%i)', (status, findings) => {
  const script = new TrafficScript()
  for (let i = 0; i < 12; i++) {
    negotiate(script, status)
    script.wait(3)
  }
  expect(script.detect(loginGuessing).length > 0 ? 1 : 0).toBe(findings)
})
