import { expect, test } from 'vitest'
import { lookUp } from '../../../test/dns-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { portScan } from './port-scan.ts'

/** The look-up of another host has just led to the host at this address. */
function afterLookUpOf(address: string): TrafficScript {
  const script = new TrafficScript()
  lookUp(script, { client: '10.0.0.20', name: 'mail.example.com', answer: address })
  return script.wait(1)
}

test('finds a scan of the ports of a host that others look up by name', () => {
  const script = afterLookUpOf('10.0.0.10')
  for (let port = 1; port <= 60; port++) script.refused('10.0.0.66', `10.0.0.10:${port}`)
  const found = script.wait(5).detect(portScan)
  expect(found.map(({ source }) => source)).toContain('10.0.0.66')
})

test('a client that tries again and again to reach one service by its name is no scanner', () => {
  const script = afterLookUpOf('10.0.0.10')
  for (let attempt = 0; attempt < 60; attempt++) {
    script.ignored('10.0.0.20', '10.0.0.10:25').wait(1)
  }
  expect(script.detect(portScan)).toEqual([])
})

test('a host whose looked-up peers are all down is no scanner of their port', () => {
  const script = new TrafficScript()
  for (let host = 1; host <= 12; host++) {
    const answer = `10.0.1.${host}`
    lookUp(script, { client: '10.0.0.5', name: `node-${host}.example.com`, answer })
    script.wait(0.1).ignored('10.0.0.5', `${answer}:25`).wait(0.1)
  }
  expect(script.wait(5).udp('10.0.9.1:1', '10.0.9.2:2').detect(portScan)).toEqual([])
})
