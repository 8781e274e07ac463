import { expect, test } from 'vitest'
import { icmpMessageTo } from '../../../test/icmp-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { TcpFlag } from '../../decode/frame.ts'
import { hostProbing, probeSegmentCountMax } from './host-probing.ts'

const { syn, fin, psh, urg, ack, rst } = TcpFlag
const [scanner, victim] = ['198.51.100.7', '10.0.0.9']

const found = (script: TrafficScript) =>
  script.settled(hostProbing).map(({ severity, source, title }) => `${severity} ${source} ${title}`)

function segments(flags: readonly number[], gapSeconds = 0.1): TrafficScript {
  const script = new TrafficScript()
  for (const each of flags) {
    script.tcp(script.client(scanner), `${victim}:135`, each).wait(gapSeconds)
  }
  return script
}

test('three kinds of segment that open no connection are found, two are not', () => {
  expect(found(segments([0, 0, syn | fin | psh | urg, syn, ack]))).toEqual([])
  const [stated, ...more] = found(segments([0, syn | fin | psh | urg, ack, fin | psh | urg]))
  expect(more).toEqual([])
  expect(stated).toBe(
    `medium ${scanner} ${scanner} sent ${victim} 3 kinds of probe in 300 ms: ` +
      'a segment with no flags; a segment with SYN, FIN, PSH and URG; ' +
      'a segment with FIN, PSH and URG (threshold: 3)',
  )
})

test('so is a ping without data beside a question for the time and an ACK that is reset', () => {
  const script = new TrafficScript().ping(scanner, victim, 8, '').ping(victim, scanner, 0, '')
  const prober = `${scanner}:41911`
  script.tcp(prober, `${victim}:80`, ack).tcp(`${victim}:80`, prober, rst)
  expect(found(script)).toEqual([])
  expect(found(icmpMessageTo(script, { from: scanner, to: victim, type: 13 }))[0]).toContain(
    '3 kinds of probe',
  )
})

test('probes of one kind each minute are not counted together', () => {
  expect(found(segments([0, fin, fin | psh | urg], 61))).toEqual([])
})

test('a monitor that pings without data and whose old connections are reset is left alone', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 50; i++) {
    script
      .ping(scanner, victim, 8, '')
      .ping(victim, scanner, 0, '')
      .refused(scanner, `${victim}:80`)
    const old = script.client(scanner)
    script.tcp(old, `${victim}:443`, ack).tcp(`${victim}:443`, old, rst).wait(1)
  }
  expect(found(script)).toEqual([])
})

test.each([
  [probeSegmentCountMax, 1],
  [probeSegmentCountMax + 1, 0],
])('%i ACKs before a reset beside two other probes make %i findings', (count, findings) => {
  const script = segments([0, fin | psh | urg])
  const prober = script.client(scanner)
  for (let i = 0; i < count; i++) script.tcp(prober, `${victim}:80`, ack)
  expect(found(script.tcp(`${victim}:80`, prober, rst))).toHaveLength(findings)
})
