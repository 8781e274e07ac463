import { expect, test } from 'vitest'
import { sendProtocol } from '../../../test/protocol-probes.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { protocolScan } from './protocol-scan.ts'

const [source, target] = ['10.0.0.5', '10.0.0.9']

/** Empty packets of these protocols, a second apart. */
function probes(protocols: readonly number[]): TrafficScript {
  const script = new TrafficScript()
  for (const protocol of protocols) {
    sendProtocol(script, { from: source, to: target }, protocol).wait(1)
  }
  return script
}

test('five protocols that hardly anything uses are a scan', () => {
  expect(probes([200, 201, 202, 203]).detect(protocolScan)).toEqual([])
  const [found] = probes([200, 201, 202, 203, 204]).detect(protocolScan)
  expect(found).toMatchObject({ kind: 'ip_protocol_scan', severity: 'medium', source, target })
  expect(found?.title).toContain('tried 5 protocols of IP')
})

test('one protocol again and again, and those of networks, are none', () => {
  expect(probes(new Array(20).fill(200)).detect(protocolScan)).toEqual([])
  expect(probes([2, 46, 50, 51, 88, 89, 103, 112]).detect(protocolScan)).toEqual([])
})
