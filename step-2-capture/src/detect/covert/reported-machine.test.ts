import { expect, test } from 'vitest'
import { netbiosRegistration } from '../../../test/netbios-names.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { dhcpMessage } from '../../simulate/packet-builder/dhcp.ts'
import { reportedMachine } from './reported-machine.ts'

const [client, server] = ['10.0.0.5', '198.51.100.7:80']

const registered = (name = 'OFFICE-7F2A91', options = {}) =>
  new TrafficScript().udp(`${client}:137`, '10.0.0.255:137', netbiosRegistration(name, options))

interface Posted {
  readonly script?: TrafficScript
  readonly target?: string
  readonly headers?: string
  readonly body?: string
  readonly isSplit?: boolean
  readonly to?: string
}

function post({ script = registered(), to = server, ...given }: Posted = {}): string[] {
  const { target = '/in.php', headers = '', body = 'id=Office%2D7f2a91&os=xp', isSplit } = given
  const head = `POST ${target} HTTP/1.0\r\nHost: a\r\n${headers}Content-Length: ${body.length}\r\n\r\n`
  script.connection(client, to, { says: isSplit ? [head, '', body, 'OK'] : [head + body, 'OK'] })
  return script.settled(reportedMachine).map(({ severity, title }) => `${severity} ${title}`)
}

test('the own name in a form is found, in one segment or two, and in a target', () => {
  const stated =
    'medium 10.0.0.5 sent its own name office-7f2a91 in clear to 198.51.100.7:80, 1 time ' +
    '(threshold: 1)'
  expect(post()).toEqual([stated])
  expect(post({ isSplit: true })).toEqual([stated])
  expect(post({ target: '/a/OFFICE-7F2A91/5', body: '' })).toEqual([stated])
})

test('a name is learnt from DHCP as well', () => {
  const message = dhcpMessage({
    message: 3,
    transactionId: 7,
    clientMac: Buffer.from('020000000005', 'hex'),
    options: [
      { code: 50, data: Buffer.from([10, 0, 0, 5]) },
      { code: 12, data: Buffer.from('LAPTOP-22') },
    ],
  })
  const script = new TrafficScript().udp('0.0.0.0:68', '255.255.255.255:67', message)
  expect(post({ script, body: 'pc=laptop-22' })).toHaveLength(1)
})

test.each<[string, Posted]>([
  ['another machine is named', { body: 'id=OFFICE-7F2A92' }],
  ['the name is a part of a longer one', { body: 'id=OFFICE-7F2A915' }],
  ['a page led there', { headers: 'Referer: http://a/\r\n' }],
  ['there is a session', { headers: 'Cookie: a=b\r\n' }],
  ['the server is inside', { to: '10.0.0.9:80' }],
  ['the name is a word', { script: registered('KITCHEN'), body: 'room=kitchen' }],
  [
    'the name is of a group',
    { script: registered('TEAM-22', { isGroup: true }), body: 't=team-22' },
  ],
  ['the machine has said no name', { script: new TrafficScript() }],
])('nothing is stated where %s', (_, posted) => {
  expect(post(posted)).toEqual([])
})
