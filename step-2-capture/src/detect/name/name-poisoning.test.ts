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

/** An answer of NetBIOS: a name of 15 characters, the kind of service, flags and address. */
function netbiosAnswer(name: string, service: number, flags = 0): Buffer {
  const header = Buffer.from('000185000000000100000000', 'hex')
  const characters = [...Buffer.from(name.padEnd(15)), service]
  const halves = characters.flatMap((one) => [0x41 + (one >> 4), 0x41 + (one & 15)])
  const record = Buffer.from([0, 0, 0x20, 0, 1, 0, 0, 0, 60, 0, 6, flags, 0, 10, 0, 0, 66])
  return Buffer.concat([header, Buffer.from([32, ...halves]), record])
}

function netbiosAnswers(answers: readonly Buffer[]): TrafficScript {
  const script = new TrafficScript()
  for (const one of answers) script.udp('10.0.0.66:137', '10.0.0.9:137', one).wait(1)
  return script
}

test.each([
  ['one name for three services', [0, 0x20, 3].map((kind) => netbiosAnswer('FILES', kind)), 0],
  ['two names and a group', groupAnswers(), 0],
  ['three names', ['FILES', 'WPAD', 'PRINTS'].map((name) => netbiosAnswer(name, 0x20)), 1],
  [
    'names that differ late',
    ['A', 'B', 'C'].map((end) => netbiosAnswer(`OFFICE-PC-0000${end}`, 0)),
    1,
  ],
])('a host that answers over NetBIOS for %s', (_, answers, count) => {
  expect(detect(netbiosAnswers(answers))).toHaveLength(count)
})

function groupAnswers(): Buffer[] {
  return [netbiosAnswer('FILES', 0), netbiosAnswer('OTHER', 0), netbiosAnswer('LAB', 0x1c, 0x80)]
}
