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
  mysql: {
    server: '10.0.0.9:33061',
    says: [
      '',
      `\x4a\0\0\0\x0a8.0.36${'\0'.repeat(67)}`,
      `\x20\0\0\x01${'x'.repeat(32)}`,
      "\x40\0\0\x02\xff\x15\x04#28000Access denied for user 'a'",
    ],
  },
  postgresql: {
    server: '10.0.0.9:5432',
    says: [
      '\0\0\0\x12\0\x03\0\0user\0root\0',
      'R\0\0\0\x0c\0\0\0\x05abcd',
      'p\0\0\0\x28md50123',
      'E\0\0\0\x60SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0',
    ],
  },
  mssql: {
    server: '10.0.0.9:1533',
    says: [
      `\x12\x01\0\x1a\0\0\x01\0\0\0\x0b${'\0'.repeat(15)}`,
      `\x04\x01\0\x1a\0\0\x01\0\0\0\x0b${'\0'.repeat(15)}`,
      `\x10\x01\0\x60\0\0\x01\0\x58${'\0'.repeat(87)}`,
      `\x04\x01\0\x40\0\x33\x01\0\xaa\x2c\0\x18\x48\0\0\x01\x0e${'L\0o\0g\0'}`,
    ],
  },
  mongodb: {
    server: '10.0.0.9:27018',
    says: [
      `\x20\0\0\0\x07\0\0\0\0\0\0\0\xdd\x07\0\0${'\0'.repeat(16)}`,
      '\x48\0\0\0\x01\0\0\0\x07\0\0\0\xdd\x07\0\0\0\0\0\0\0\x10code\0\x12\0\0\0\0',
    ],
  },
  oracle: {
    server: '10.0.0.9:1522',
    says: [
      `\0\x40\0\0\x01\0\0\0\x01\x3b${'\0'.repeat(54)}`,
      '\0\x08\0\0\x02\0\0\0',
      '\0\x10\0\0\x06\0\0\0\0\0\x03\x73abcd',
      '\0\x50\0\0\x06\0\0\0\0\0\x04ORA-01017: invalid username/password; logon denied\n',
    ],
  },
  mqtt: {
    server: '10.0.0.9:1883',
    says: ['\x10\x10\0\x04MQTT\x04\x02\0\x3c\0\x04abcd', '\x20\x02\0\x05'],
  },
  rtsp: {
    server: '10.0.0.9:8554',
    says: [
      'DESCRIBE rtsp://10.0.0.9/live RTSP/1.0\r\nCSeq: 1\r\n\r\n',
      'RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n\r\n',
      'DESCRIBE rtsp://10.0.0.9/live RTSP/1.0\r\nCSeq: 2\r\nAuthorization: Basic YTpi\r\n\r\n',
      'RTSP/1.0 401 Unauthorized\r\nCSeq: 2\r\n\r\n',
    ],
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

test.each([
  ['mssql', 3, '\x04\x01\0\x40\0\x33\x01\0\xab\x2c\0\x45\x16\0\0\x02\0'],
  ['mongodb', 1, '\x48\0\0\0\x01\0\0\0\x07\0\0\0\xdd\x07\0\0\x10code\0\x0d\0\0\0\0'],
  ['oracle', 3, '\0\x50\0\0\x06\0\0\0\0\0\x04ORA-00942: table or view does not exist\n'],
  ['mqtt', 1, '\x20\x02\0\x03'],
  ['rtsp', 3, 'RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Digest stale="true"\r\n\r\n'],
  ['rtsp', 3, 'RTSP/1.0 200 OK\r\n\r\n'],
])('another answer of %s is no login that failed', (protocol, turn, answer) => {
  const { server, says } = dialogues[protocol] as (typeof dialogues)[string]
  const script = new TrafficScript()
  const other = says.with(turn, answer)
  for (let i = 0; i < 20; i++) script.connection(client, server, { says: other }).wait(0.5)
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
  expect(severitiesOf(short)).toEqual(['medium'])
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
