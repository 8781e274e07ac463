import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { addressData, answerFlags, DnsType, dnsMessage } from '../../simulate/packet-builder/dns.ts'
import { namePoisoning } from './name-poisoning.ts'

function answer(script: TrafficScript, from: string, name: string): TrafficScript {
  const question = { name, type: DnsType.a }
  const answers = [{ ...question, timeToLiveS: 30, data: addressData(from) }]
  const message = dnsMessage({ id: 1, flags: answerFlags(0), questions: [question], answers })
  return script.udp(`${from}:5355`, '10.0.0.9:50000', message).wait(1)
}

function answerAll(names: readonly string[]): TrafficScript {
  const script = new TrafficScript()
  for (const name of names) answer(script, '10.0.0.66', name)
  return script
}

const detect = (script: TrafficScript) => script.detect(namePoisoning)

test('a host that answers for three names is found, one that answers for two is not', () => {
  expect(detect(answerAll(['wpad', 'fileserv']))).toEqual([])
  const [found] = detect(answerAll(['wpad', 'fileserv', 'printsrv']))
  expect(found).toMatchObject({ severity: 'medium', source: '10.0.0.66' })
  expect(found?.title).toContain('answered for 3 different names')
})

test('a host that is asked for its own name all day is no poisoner', () => {
  expect(detect(answerAll(Array.from({ length: 100 }, () => 'desktop-7')))).toEqual([])
})

test('many hosts that each answer for themselves are no poisoners', () => {
  const script = new TrafficScript()
  for (let i = 1; i <= 40; i++) answer(script, `10.0.0.${i}`, `desktop-${i}`)
  expect(detect(script)).toEqual([])
})
