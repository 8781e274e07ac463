import { expect, test } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import { TcpFlag } from '../decode/frame.ts'

const { syn, ack, rst, psh } = TcpFlag
const [client, server] = ['10.0.0.5:50000', '10.0.0.9:80']

/** The ports of the flows that were judged to have failed, with the second at which. */
function failures(script: TrafficScript): string[] {
  const failed: string[] = []
  script.detect((traffic) => {
    const startUs = script.records[0] ? script.records[0].timeSeconds * 1e6 : 0
    return {
      onFlowFailed(flow) {
        const port = traffic.flows.responderPort(flow)
        failed.push(`${port} after ${((traffic.timeUs - startUs) / 1e6).toFixed(1)} s`)
      },
    }
  })
  return failed
}

/** Something else happens each second, so that time goes on. */
function later(script: TrafficScript, seconds = 5): TrafficScript {
  for (let i = 0; i < seconds; i++) {
    script.wait(1).udp('10.0.9.1:5000', '10.0.9.2:6000').udp('10.0.9.2:6000', '10.0.9.1:5000')
  }
  return script
}

test('a refusal is a failure at once', () => {
  expect(failures(later(new TrafficScript().refused(client, server)))).toEqual(['80 after 0.0 s'])
})

test('silence is a failure after a second', () => {
  expect(failures(later(new TrafficScript().ignored(client, server)))).toEqual(['80 after 1.0 s'])
})

test('a handshake that stays half open is a failure after a second', () => {
  const script = new TrafficScript().tcp(client, server, syn).tcp(server, client, syn | ack)
  expect(failures(later(script))).toEqual(['80 after 1.0 s'])
})

test('a scanner that resets what the server accepts has failed', () => {
  const script = new TrafficScript().tcp(client, server, syn).tcp(server, client, syn | ack)
  expect(failures(later(script.tcp(client, server, rst)))).toEqual(['80 after 0.0 s'])
})

test('a connection that is made, used and reset has not failed', () => {
  expect(failures(later(new TrafficScript().connection(client, server, { end: 'rst' })))).toEqual(
    [],
  )
})

test('a failure is reported once, though the client tries again', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 4; i++) later(script.tcp(client, server, syn), 1)
  script.tcp(server, client, rst | ack)
  expect(failures(later(script))).toHaveLength(1)
})

test('a datagram without an answer has failed, one with an answer has not', () => {
  const script = new TrafficScript().udp(client, '10.0.0.9:53').udp(client, '10.0.0.9:161')
  script.udp('10.0.0.9:161', client)
  expect(failures(later(script))).toEqual(['53 after 1.0 s'])
})

test('what the capture sees from one side only is not judged', () => {
  const asks = new TrafficScript().tcp(client, server, syn)
  asks.tcp(client, server, ack, { sequence: 1001 })
  asks.tcp(client, server, ack | psh, { sequence: 1001, payload: 'GET /' })
  expect(failures(later(asks))).toEqual([])
  const answers = new TrafficScript().tcp(server, client, syn | ack)
  expect(failures(later(answers.tcp(server, client, ack | psh, { payload: 'hi' })))).toEqual([])
})

test('a connection from before the capture that is reset has not failed', () => {
  const script = new TrafficScript().tcp(client, server, ack | psh, { payload: 'x' })
  expect(failures(later(script.tcp(server, client, rst)))).toEqual([])
})

test.each([
  ['asked a moment before the end is not judged', 0.2, 1, []],
  ['asked longer before the end has failed', 0.3, 1, ['80 after 0.3 s']],
  ['asked twice has failed, even at the end', 0.1, 2, ['80 after 0.1 s']],
])('what was %s', (_, seconds, tries, expected) => {
  const script = new TrafficScript()
  for (let i = 0; i < tries; i++) script.tcp(client, server, syn)
  script.wait(seconds).udp('10.0.9.1:1', '224.0.0.251:5353')
  const judged = failures(script).filter((failure) => failure.startsWith('80 '))
  expect(judged).toEqual(expected)
})
