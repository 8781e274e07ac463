import { describe, expect, it, test } from 'vitest'
import { type Exchange, TrafficScript } from '../../test/traffic-script.ts'
import { TcpFlag } from '../decode/frame.ts'
import type { FlowId } from './flow-rows.ts'

const { syn, ack, rst, psh } = TcpFlag

/** `originator:port > responder:port` of each flow, in the order in which they ended. */
function roles(script: TrafficScript): string[] {
  const found: string[] = []
  script.detect(({ flows, hosts }) => ({
    onFlowEnd(flow: FlowId) {
      const from = `${hosts.text(flows.originator(flow))}:${flows.originatorPort(flow)}`
      found.push(`${from} > ${hosts.text(flows.responder(flow))}:${flows.responderPort(flow)}`)
    },
  }))
  return found
}

const words = (...bytes: number[]) => Uint8Array.from([...bytes, ...new Array(60).fill(0)])

describe('a capture that begins with a datagram', () => {
  it.each([
    ['a DNS answer', 53, words(0, 1, 0x81, 0x80)],
    ['an NTP answer', 123, words(0x24)],
    ['an SNMP response', 161, words(0x30, 50, 2, 1, 1, 4, 3, 0x70, 0x75, 0x62, 0xa2)],
    ['an answer of RPC', 2049, words(0, 0, 0, 9, 0, 0, 0, 1)],
    ['a ticket of Kerberos', 88, words(0x6d)],
    ['a RADIUS accept', 1812, words(2, 7, 0, 64)],
    ['a response of IKE', 500, words(...new Array(19).fill(0), 0x20)],
    ['a STUN success', 3478, words(1, 1)],
    ['a response in text', 5060, Buffer.from('SIP/2.0 200 OK\r\n\r\n')],
    ['a long answer of a service', 11_211, new Uint8Array(400)],
  ])('%s has the receiver as originator', (_, port, payload) => {
    const script = new TrafficScript().udp(`10.3.0.9:${port}`, '10.3.0.7:41000', payload)
    expect(roles(script)).toEqual([`10.3.0.7:41000 > 10.3.0.9:${port}`])
  })

  it.each([
    ['no DNS', 53, 'ab'],
    ['nothing', 88, ''],
    ['a DNS question from its own port', 53, words(0, 1, 1, 0)],
    ['a call of RPC', 789, words(0, 0, 0, 9, 0, 0, 0, 0)],
  ])('with %s from a low port has the sender as originator', (_, port, payload) => {
    const script = new TrafficScript().udp(`10.3.0.9:${port}`, '10.3.0.7:2049', payload)
    expect(roles(script)).toEqual([`10.3.0.9:${port} > 10.3.0.7:2049`])
  })

  it('to a broadcast has the sender as originator, even with an answer', () => {
    const script = new TrafficScript()
    script.udp('10.3.0.9:67', '255.255.255.255:68', words(2))
    script.udp('10.3.0.9:137', '239.1.1.1:50000', words(0, 1, 0x85, 0))
    expect(roles(script)).toEqual([
      '10.3.0.9:67 > 255.255.255.255:68',
      '10.3.0.9:137 > 239.1.1.1:50000',
    ])
  })
})

describe('a capture that begins inside a connection', () => {
  const segment = (from: string, to: string, payload: string, flags = ack | psh) =>
    new TrafficScript().tcp(from, to, flags, { payload })

  it.each([
    ['what is said, before the ports', 'HTTP/1.1 200 OK\r\n', '10.3.0.9:40000', '10.3.0.7:80'],
    ['the port of a server', 'data', '10.3.0.9:8443', '10.3.0.7:51000'],
    ['a server’s port, though the client took a low one', 'data', '10.3.0.9:2049', '10.3.0.7:789'],
  ])('takes the sender for the responder by %s', (_, payload, from, to) => {
    expect(roles(segment(from, to, payload))).toEqual([`${to} > ${from}`])
  })

  it.each([
    ['a SYN', syn, '10.3.0.9:443', '10.3.0.7:40000', false],
    ['a SYN-ACK', syn | ack, '10.3.0.9:40000', '10.3.0.7:443', true],
    ['an answer of a server', ack, '10.3.0.9:443', '10.3.0.7:40000', true],
    ['a request', ack, '10.3.0.9:40000', '10.3.0.7:443', false],
  ])('knows who asked by %s', (_, flags, from, to, isReply) => {
    const [asks, answers] = isReply ? [to, from] : [from, to]
    expect(roles(segment(from, to, '', flags))).toEqual([`${asks} > ${answers}`])
  })

  it('takes the sender of a request for the originator, at any port', () => {
    const script = segment('10.3.0.9:443', '10.3.0.7:50000', 'GET / HTTP/1.1\r\n')
    expect(roles(script)).toEqual(['10.3.0.9:443 > 10.3.0.7:50000'])
  })

  it('takes a reset of a server for an answer', () => {
    const script = segment('10.3.0.9:443', '10.3.0.7:50000', '', rst)
    expect(roles(script)).toEqual(['10.3.0.7:50000 > 10.3.0.9:443'])
  })

  it('takes a probe without ACK for its sender’s, though it comes from a low port', () => {
    const script = segment('10.3.0.9:80', '10.3.0.7:50000', '', TcpFlag.fin)
    expect(roles(script)).toEqual(['10.3.0.9:80 > 10.3.0.7:50000'])
  })
})

test('the replier of a ping is not its originator', () => {
  const script = new TrafficScript().ping('10.3.0.9', '10.3.0.7', 0)
  expect(roles(script)).toEqual(['10.3.0.7:0 > 10.3.0.9:0'])
})

test('a connection that was silent for 40 minutes keeps its roles when the server speaks first', () => {
  const [client, server] = ['10.3.0.7:33000', '10.3.0.9:39000']
  const open: Exchange = { end: 'open' }
  const script = new TrafficScript().connection(client, server, open).wait(2_400)
  script.tcp(server, client, ack | psh, { sequence: 5008, payload: 'news' })
  script.tcp(client, server, ack, { sequence: 1006 })
  const flow = '10.3.0.7:33000 > 10.3.0.9:39000'
  expect(roles(script)).toEqual([flow, flow])
})

test('a service over UDP that answered before is still the responder later', () => {
  const [client, server] = ['10.3.0.7:33000', '10.3.0.9:39000']
  const script = new TrafficScript().udp(client, server).udp(server, client).wait(300)
  script.udp(server, client).udp(client, server)
  const flow = '10.3.0.7:33000 > 10.3.0.9:39000'
  expect(roles(script)).toEqual([flow, flow])
})

test('a SYN has the sender as originator even of a service that is known', () => {
  const script = new TrafficScript().connection('10.3.0.7:33000', '10.3.0.9:39000')
  script.wait(60).tcp('10.3.0.9:39000', '10.3.0.8:445', syn)
  expect(roles(script)[1]).toBe('10.3.0.9:39000 > 10.3.0.8:445')
})
