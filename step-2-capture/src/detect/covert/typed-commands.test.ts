import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { typedCommands } from './typed-commands.ts'

const [inside, outside] = ['10.0.0.5', '198.51.100.7']
const outputs = ['root', 'uid=0(root)', 'total 8', 'Linux']

/** Commands of the responder, as of a shell that called out, or of the originator. */
function shell(commands: readonly string[], { isReverse = true, port = 7_777 } = {}) {
  const says = commands.flatMap((command, i) => [command, `${outputs[i % 4]}\n# `])
  const all = isReverse ? ['# ', ...says] : says
  return new TrafficScript()
    .connection(inside, `${outside}:${port}`, { says: all, gapSeconds: 2 })
    .detect(typedCommands)
}

test('commands that come back over a connection are those of the host that it leads to', () => {
  expect(shell(['id\n', 'whoami\n', 'cat /etc/passwd\n'])).toMatchObject([
    { kind: 'reverse_shell', severity: 'critical', source: outside, target: inside },
  ])
})

test('commands over a connection to a shell are those of the host that opened it', () => {
  const [found] = shell(['dir\r\n', 'ipconfig /all\r\n', 'net user\r\n'], { isReverse: false })
  expect(found).toMatchObject({ source: inside, target: outside, target_port: 7_777 })
  expect(found?.title).toContain('dir, ipconfig, net')
})

test.each<[string, readonly string[]]>([
  ['two commands', ['id\n', 'whoami\n', 'id\n', 'whoami\n']],
  ['lines of a chat', ['hello\n', 'who is there?\n', 'anna\n', 'bye\n']],
  ['lines of a protocol in capitals', ['LIST\r\n', 'STAT\r\n', 'TYPE I\r\n', 'CWD /\r\n']],
  ['words inside a text', [`${'a text about ls, cd and cat '.repeat(12)}\n`]],
])('%s are not', (_, lines) => {
  expect(shell(lines)).toEqual([])
})

test('the lines of a protocol that is known are not', () => {
  const says = ['220 ftp server\r\n', 'cd /\n', '550\r\n', 'ls\n', '550\r\n', 'pwd\n']
  const script = new TrafficScript().connection(inside, `${outside}:21`, { says: ['', ...says] })
  expect(script.detect(typedCommands)).toEqual([])
})
