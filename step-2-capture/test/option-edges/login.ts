import { clearTextLogin } from '../../src/detect/login/clear-text-login.ts'
import { loginGuessing } from '../../src/detect/login/login-guessing.ts'
import { mailUserGuessing } from '../../src/detect/login/mail-user-guessing.ts'
import { snmpGuessing } from '../../src/detect/login/snmp-guessing.ts'
import { telephoneAbuse } from '../../src/detect/login/telephone-abuse.ts'
import { mailProgram } from '../../src/detect/mail/mail-program.ts'
import { snmpMessage } from '../../src/simulate/packet-builder/snmp.ts'
import type { OptionEdge } from '../option-edge.ts'
import { sshLogin } from '../ssh-dialogue.ts'
import { type Exchange, TrafficScript } from '../traffic-script.ts'

const [client, server] = ['10.0.0.5', '10.0.0.9']

interface Tries extends Exchange {
  readonly count: number
  readonly waitSeconds?: number
  readonly port?: number
}

/** Connections one after another. */
function tries({ count, waitSeconds = 0.5, port = 21, ...exchange }: Tries): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    script.connection(client, `${server}:${port}`, exchange).wait(waitSeconds)
  }
  return script
}

/** The server says 34 bytes. */
const wrongPassword = [
  '',
  '220 FTP ready\r\n',
  'USER a\r\n',
  '331 go on\r\n',
  'PASS x\r\n',
  '530 no\r\n',
]
const guesses = (count: number, waitSeconds = 0.5) =>
  tries({ count, waitSeconds, says: wrongPassword })

const page = ['POST /login.php HTTP/1.1\r\nHost: a\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n']
const forms = (count: number) => tries({ count, waitSeconds: 2, port: 80, says: page })

const ssh = (count: number, sizes: readonly number[]) =>
  tries({ count, port: 22, says: sshLogin(sizes) })

/** Request of X.224, and 19 bytes of the server. */
const desktopRequest =
  '\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x00\x00\x00\x00'
const desktops = (gapSeconds: number) =>
  tries({ count: 10, port: 3389, says: [desktopRequest, 'x'.repeat(19)], gapSeconds })

const ofLoginGuessing: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'fastCountMin', script: () => guesses(6), below: 7, at: 6 },
  { option: 'fastSpanSeconds', script: () => guesses(6, 1), below: 5, at: 6 },
  { option: 'countMin', script: () => guesses(10, 20), below: 11, at: 10 },
  { option: 'spanSeconds', script: () => guesses(10, 20), below: 180, at: 181 },
  { option: 'slowCountMin', script: () => guesses(30, 50), below: 31, at: 30 },
  { option: 'slowSpanSeconds', script: () => guesses(30, 50), below: 1_450, at: 1_451 },
  { option: 'formCountMin', script: () => forms(20), below: 21, at: 20 },
  { option: 'formSpanSeconds', script: () => forms(20), below: 38, at: 39 },
  { option: 'replyBytesMax', script: () => guesses(6), below: 33, at: 34 },
  { option: 'sshAnswerCountMax', script: () => ssh(7, [56, 80, 80]), below: 2, at: 3 },
  { option: 'sshSizeCountMax', script: () => ssh(7, [56, 80, 64, 80]), below: 1, at: 2 },
  {
    option: 'sshConnectionCountMin',
    script: () => ssh(1, [56, ...new Array(7).fill(80)]),
    below: 2,
    at: 1,
  },
  {
    option: 'desktopSecondsMin',
    script: () => desktops(2),
    others: { countMin: 6 },
    below: 4,
    at: 5,
  },
  { option: 'desktopBytesMin', script: () => desktops(0.001), below: 19, at: 20 },
  {
    option: 'forgetAfterSeconds',
    script: () => guesses(2, 10),
    others: { fastCountMin: 2, fastSpanSeconds: 60 },
    below: 10,
    at: 11,
  },
  { option: 'levels.medium', script: () => guesses(6), below: 7, at: 6 },
  { option: 'levels.high', script: () => guesses(6), below: 7, at: 6 },
  { option: 'allow', script: () => guesses(6), below: [client], at: [] },
]

const password = ['', '220 FTP\r\n', 'USER a\r\n', '331\r\n', 'PASS secret\r\n']
const passwords = (count: number) => tries({ count, waitSeconds: 10, says: password })

const ofClearTextLogin: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'passwordCountMin', script: () => passwords(1), below: 2, at: 1 },
  { option: 'lineBytesMax', script: () => passwords(1), below: 12, at: 13 },
  {
    option: 'forgetAfterSeconds',
    script: () => passwords(2),
    others: { passwordCountMin: 2 },
    below: 10,
    at: 11,
  },
  { option: 'allow', script: () => passwords(1), below: [server], at: [] },
]

/** Ten recipients ten seconds apart, half of whom do not exist, or all. */
function mailUsers(isTaken: (i: number) => boolean = () => false): TrafficScript {
  const lines = Array.from({ length: 10 }, (_, i) => [
    `RCPT TO:<u${i}@a>\r\n`,
    isTaken(i) ? '250 Ok\r\n' : '550 User unknown\r\n',
  ])
  const says = ['', '220 mail\r\n', 'EHLO x\r\n', '250 a\r\n', ...lines.flat()]
  return tries({ count: 1, port: 25, says, gapSeconds: 5 })
}
const halfTaken = () => mailUsers((i) => i < 5)

const ofMailUserGuessing: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'userCountMin', script: () => mailUsers(), below: 11, at: 10 },
  {
    option: 'refusedShareMin',
    script: halfTaken,
    others: { userCountMin: 5 },
    below: 0.51,
    at: 0.5,
  },
  { option: 'forgetAfterSeconds', script: () => mailUsers(), below: 4, at: 6 },
  { option: 'levels.medium', script: () => mailUsers(), below: 11, at: 10 },
  { option: 'levels.high', script: () => mailUsers(), below: 11, at: 10 },
  { option: 'allow', script: () => mailUsers(), below: [client], at: [] },
]

/** Three letters, ten seconds apart. */
function attachments(): TrafficScript {
  const mail = 'Content-Disposition: attachment; filename="order.vbs"\r\n\r\nQUJD\r\n.\r\n'
  const says = ['', '220 mail\r\n', 'EHLO x\r\n', '250 a\r\n', 'DATA\r\n', '354 go\r\n', mail]
  return tries({ count: 3, port: 25, says, waitSeconds: 10 })
}

const ofMailProgram: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'attachmentCountMin', script: attachments, below: 4, at: 3 },
  {
    option: 'forgetAfterSeconds',
    script: attachments,
    others: { attachmentCountMin: 2 },
    below: 10,
    at: 11,
  },
  { option: 'allow', script: attachments, below: [client], at: [] },
]

/** Six community names, a second apart. */
function names(): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 6; i++) {
    const fields = { requestId: i, community: `name${i}`, bindings: [] }
    script.udp(`${client}:40000`, `${server}:161`, snmpMessage({ operation: 'get', ...fields }))
    script.wait(1)
  }
  return script
}

const ofSnmpGuessing: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'nameCountMin', script: names, below: 7, at: 6 },
  { option: 'periodSeconds', script: names, below: 4, at: 5 },
  { option: 'levels.medium', script: names, below: 7, at: 6 },
  { option: 'levels.high', script: names, below: 7, at: 6 },
  { option: 'allow', script: names, below: [client], at: [] },
]

/** Requests of one telephone with their answers, a second apart. */
function telephone(count: number, requestOf: (i: number) => string, status: number): TrafficScript {
  const script = new TrafficScript()
  const [from, to] = [`${client}:5070`, `${server}:5060`]
  for (let i = 0; i < count; i++) {
    const [line, method] = [requestOf(i), requestOf(i).split(' ')[0]]
    script.udp(from, to, `${line} SIP/2.0\r\nCSeq: 1 ${method}\r\n\r\n`)
    script.udp(to, from, `SIP/2.0 ${status} X\r\nCSeq: 1 ${method}\r\n\r\n`).wait(1)
  }
  return script
}
const unknownExtensions = () => telephone(10, (i) => `REGISTER sip:${100 + i}@a`, 404)
const prefixes = () => telephone(4, (i) => `INVITE sip:${i}${i}441970123456@a`, 200)
const dialled = () => telephone(20, () => 'INVITE sip:anna@a', 200)

const ofTelephoneAbuse: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'refusedCountMin', script: unknownExtensions, below: 11, at: 10 },
  { option: 'prefixCountMin', script: prefixes, below: 5, at: 4 },
  { option: 'inviteCountMin', script: dialled, below: 21, at: 20 },
  { option: 'periodSeconds', script: unknownExtensions, below: 8, at: 10 },
  { option: 'levels.medium', script: unknownExtensions, below: 11, at: 10 },
  { option: 'levels.high', script: unknownExtensions, below: 11, at: 10 },
  { option: 'allow', script: unknownExtensions, below: [client], at: [] },
]

export const edges: readonly OptionEdge[] = [
  ...ofMailUserGuessing.map((edge) => ({ ...edge, detector: mailUserGuessing })),
  ...ofLoginGuessing.map((edge) => ({ ...edge, detector: loginGuessing })),
  ...ofClearTextLogin.map((edge) => ({ ...edge, detector: clearTextLogin })),
  ...ofMailProgram.map((edge) => ({ ...edge, detector: mailProgram })),
  ...ofSnmpGuessing.map((edge) => ({ ...edge, detector: snmpGuessing })),
  ...ofTelephoneAbuse.map((edge) => ({ ...edge, detector: telephoneAbuse })),
]
