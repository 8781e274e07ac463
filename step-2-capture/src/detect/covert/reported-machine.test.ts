import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { netbiosRegistration } from '../../simulate/packet-builder/netbios-registration.ts'
import { reportedMachine } from './reported-machine.ts'

const [client, server] = ['10.0.0.5', '198.51.100.7:80']

const registered = (name = 'OFFICE-7F2A9122', options = {}) =>
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
  const { target = '/in.php', headers = '', body = 'id=Office%2D7f2a9122&os=xp', isSplit } = given
  const head = `POST ${target} HTTP/1.0\r\nHost: a\r\n${headers}Content-Length: ${body.length}\r\n\r\n`
  script.connection(client, to, { says: isSplit ? [head, '', body, 'OK'] : [head + body, 'OK'] })
  return script.settled(reportedMachine).map(({ severity, title }) => `${severity} ${title}`)
}

test('the own name in a form is found, in one segment or two, and in a target', () => {
  const stated =
    'medium 10.0.0.5 sent its own name office-7f2a9122 in clear to 198.51.100.7:80, 1 time ' +
    '(threshold: 1)'
  expect(post()).toEqual([stated])
  expect(post({ isSplit: true })).toEqual([stated])
  expect(post({ target: '/a/OFFICE-7F2A9122/5', body: '' })).toEqual([stated])
})

test.each<[string, Posted]>([
  ['another machine is named', { body: 'id=OFFICE-7F2A9123' }],
  ['the name is a part of a longer one', { body: 'id=OFFICE-7F2A91225' }],
  ['a page led there', { headers: 'Referer: http://a/\r\n' }],
  ['there is a session', { headers: 'Cookie: a=b\r\n' }],
  ['the server is inside', { to: '10.0.0.9:80' }],
  ['the name is one that a person gave', { script: registered('ANNAS-PC2'), body: 'pc=annas-pc2' }],
  ['the name is of a model', { script: registered('DNS-320'), body: 'model=dns-320' }],
  ['the name is of a group', { script: registered('OFFICE-7F2A9122', { isGroup: true }) }],
  ['the machine has said no name', { script: new TrafficScript() }],
])('nothing is stated where %s', (_, posted) => {
  expect(post(posted)).toEqual([])
})
