import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { PeerHosts, socketCountMax } from './peer-hosts.ts'

const host = '10.6.0.4'

/** Whether the host has peers at the end, by the answers that its datagrams got. */
function hasPeers(script: TrafficScript): boolean {
  let found = false
  script.detect((traffic) => {
    const peers = new PeerHosts(traffic, 3_600)
    return {
      onFlowAnswered: (flow) => {
        peers.seeAnswer(flow)
        const source = traffic.flows.originator(flow)
        if (traffic.hosts.text(source) === host) found = peers.has(source)
      },
    }
  })
  return found
}

function answered(script: TrafficScript, from: string, to: string): void {
  script.udp(from, to).udp(to, from).wait(0.001)
}

test.each([
  ['hosts outside', '203.0.113', 1, true],
  ['hosts inside', '10.6.9', 1, false],
  ['hosts outside, each from a port of its own', '203.0.113', 0, false],
])('a host that eight %s answer has peers: %j', (_, network, isOnePort, expected) => {
  const script = new TrafficScript()
  for (let peer = 1; peer <= 8; peer++) {
    answered(script, `${host}:${isOnePort ? 6_000 : 6_000 + peer}`, `${network}.${peer}:7000`)
  }
  expect(hasPeers(script)).toBe(expected)
})

test.each([
  [socketCountMax - 1, true],
  // A socket in use is spared once.
  [2 * socketCountMax + 1, false],
])('with %i other sockets, that a socket was answered is known: %j', (others, expected) => {
  const script = new TrafficScript()
  for (let peer = 1; peer <= 7; peer++) answered(script, `${host}:6000`, `203.0.113.${peer}:7000`)
  for (let other = 0; other < others; other++) {
    answered(script, `10.6.${1 + (other >> 8)}.${other & 255}:6000`, '203.0.113.99:7000')
  }
  answered(script, `${host}:6000`, '203.0.113.8:7000')
  expect(hasPeers(script)).toBe(expected)
})
