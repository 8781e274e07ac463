import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { TcpFlag } from '../../decode/frame.ts'
import { stealthScan } from './stealth-scan.ts'

const { syn, fin, psh, urg, ack, rst } = TcpFlag
const [scanner, victim] = ['10.0.0.5:50000', '10.0.0.9']

function probe(flags: number, count: number, isAnswered = false): TrafficScript {
  const script = new TrafficScript()
  for (let port = 1; port <= count; port++) {
    script.tcp(scanner, `${victim}:${port}`, flags).wait(0.01)
    if (isAnswered) script.tcp(`${victim}:${port}`, scanner, rst)
  }
  return script
}

const severitiesOf = (script: TrafficScript) =>
  script.detect(stealthScan).map((found) => found.severity)

test.each([
  ['no flags', 0],
  ['only FIN', fin],
  ['FIN, PSH and URG', fin | psh | urg],
  ['SYN and FIN', syn | fin],
  ['SYN, FIN, PSH and URG', syn | fin | psh | urg],
])('probes with %s are found from the fifth port on', (name, flags) => {
  expect(severitiesOf(probe(flags, 4))).toEqual([])
  const [found] = probe(flags, 5).detect(stealthScan)
  expect(found).toMatchObject({ severity: 'medium', source: '10.0.0.5', target: victim })
  expect(found?.title).toContain(`5 ports, last on 10.0.0.9, with ${name}`)
})

test.each([
  ['lone ACKs', ack],
  ['FIN with ACK', fin | ack],
])('%s that are answered with a reset are found from the twelfth on', (_, flags) => {
  expect(severitiesOf(probe(flags, 11, true))).toEqual([])
  expect(severitiesOf(probe(flags, 12, true))).toEqual(['medium'])
  expect(severitiesOf(probe(flags, 60))).toEqual([])
})

test('connections that began before the capture are no probes', () => {
  const script = new TrafficScript()
  for (let port = 40_001; port <= 40_060; port++) {
    const [client, server] = [`10.0.0.5:${port}`, '10.0.0.9:443']
    script.tcp(client, server, ack | psh, { payload: 'more' }).tcp(server, client, ack)
    script.tcp(client, server, fin | ack, { sequence: 1004 })
  }
  expect(severitiesOf(script)).toEqual([])
})

test('a server that was restarted and resets its old clients is not being scanned', () => {
  const script = new TrafficScript()
  for (let port = 40_001; port <= 40_060; port++) {
    script.tcp(`10.0.0.5:${port}`, '10.0.0.9:443', ack).tcp('10.0.0.9:443', `10.0.0.5:${port}`, rst)
  }
  expect(severitiesOf(script)).toEqual([])
})
