import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { request, response, rulesOf, sidsOf, spoken } from '../../../test/user-rule-script.ts'
import { TcpFlag } from '../../decode/frame.ts'
import { Engine } from '../../engine.ts'
import { writePcap } from '../../pcap/pcap-writer.ts'
import { compileRules } from './compile-rules.ts'
import { userRulesReport } from './description.ts'
import { RuleIndex, slowRuleCountMax } from './rule-index.ts'
import { directionCountMax } from './rule-streams.ts'
import { userRulesOf } from './user-rules.ts'
import { workTexts } from './work-counts.ts'

const rule = (options: string, sid: number, header = 'tcp any any -> any any') =>
  `alert ${header} (msg:"own"; ${options} sid:${sid};)`

/** What is said of a run of these rules over a script. */
function workOf(script: TrafficScript, ...lines: string[]) {
  const report = script.engine(rulesOf(...lines)).reports.read(userRulesReport)
  if (report === undefined) throw new Error('the detector offers no report')
  return report
}

describe('what a rule may cost', () => {
  it('is bounded by steps, counted by rule, and said', () => {
    const contents = `content:"a"; ${'content:"a"; distance:0; '.repeat(12)}`
    const costly = rule(`${contents} content:"never"; distance:0; fast_pattern;`, 7)
    const script = spoken([`${'a'.repeat(6_000)} never`, 'ok'], 1_460)
    const early = spoken([`never ${'a'.repeat(6_000)}`, 'ok'], 1_460)
    expect(sidsOf(script.detect(rulesOf(costly)))).toEqual([7])
    const report = workOf(early, costly)
    expect(report.givenUp).toEqual([{ sid: 7, times: expect.any(Number) }])
    expect(workTexts(report)[0]).toMatch(/^rule 7 was given up \d+ times/)
  })

  it('is nothing a packet where the rule is about a protocol that is not read', () => {
    const indexOf = (line: string) =>
      new RuleIndex(compileRules([{ path: 'own.rules', content: line }], {}).rules)
    const ip = 'ip any any -> any any'
    expect(indexOf(rule('ip_proto:41;', 1, ip)).hasFlagRules).toBe(false)
    expect(indexOf(rule('ip_proto:6;', 1, ip)).hasFlagRules).toBe(true)
  })

  it.each(['(a+)+$', '(.*a){10}b', '(a|a)*c'])(
    'the pattern %s meets 16 kB of its own letters',
    (pattern) => {
      const tiring = rule(`content:"start"; pcre:"/${pattern}/";`, 1)
      const report = workOf(spoken([`start${'a'.repeat(15_000)}!`, 'ok'], 1_460), tiring)
      expect(report.rules).toBe(1)
    },
  )

  it('a pattern too large to be used never matches, and does not stop the others', () => {
    const large = rule('content:"start"; pcre:"/(?:(?:a?){900}b){900}/";', 1)
    const { rules } = compileRules(
      [{ path: 'a', content: `${large}\n${rule('content:"start";', 2)}` }],
      {},
    )
    const found = spoken([`start${'a'.repeat(500)}`, 'ok'], 1_460).detect(userRulesOf(rules, 'x'))
    expect(sidsOf(found)).toEqual([2])
  })

  it('rules without a content are tried up to a number, and the others counted', () => {
    const many = Array.from({ length: slowRuleCountMax + 3 }, (_, n) => rule('pcre:"/x/";', n + 1))
    expect(workOf(spoken(['abc'], 7), ...many)).toMatchObject({ leftOut: 3 })
  })

  it('many rules with one content are judged up to a number on a message, which is said', () => {
    const many = Array.from({ length: 600 }, (_, n) =>
      rule('content:"same"; content:"oth";', n + 1),
    )
    const report = workOf(spoken(['same', 'ok'], 7), ...many)
    expect(report.cutShort).toBeGreaterThan(0)
    expect(workTexts(report)).toContain(
      `${report.cutShort} messages had more matching contents than are judged`,
    )
  })

  it('streams make room for newer ones, and are counted', () => {
    const script = new TrafficScript()
    for (let n = 0; n <= directionCountMax; n++) {
      const address = `10.1.${n >> 8}.${n & 255}`
      script.connection(address, '203.0.113.80:80', { says: ['abc'], end: 'open' })
    }
    expect(workOf(script, rule('content:"abc";', 1)).evicted).toBe(1)
  })

  it('a body that unpacks to very much is searched as it came', () => {
    const bomb = gzipSync(Buffer.alloc(8_000_000))
    const turns = [request('/'), response(bomb, { headers: 'Content-Encoding: gzip\r\n' })]
    const found = rule(
      'flow:to_client; file_data; content:"|1f 8b 08|"; depth:3;',
      1,
      'http any any -> any any',
    )
    expect(sidsOf(spoken(turns, 1_460).detect(rulesOf(found)))).toEqual([1])
  })
})

describe('a packet that the snap length has cut', () => {
  const cut = (text: string, kept: number) => {
    const { records } = new TrafficScript().connection('192.168.1.5:4000', '203.0.113.80:80', {
      says: [],
    })
    const data = new TrafficScript().tcp(
      '192.168.1.5:4000',
      '203.0.113.80:80',
      TcpFlag.psh | TcpFlag.ack,
      { sequence: 1001, acknowledgement: 5001, payload: text },
    )
    const [record] = data.records
    if (!record) throw new Error('no record')
    const shorter = {
      ...record,
      bytes: record.bytes.subarray(0, 54 + kept),
      originalLength: record.bytes.length,
    }
    return Buffer.concat([...writePcap([...records.slice(0, 3), shorter])])
  }
  const sids = (bytes: Uint8Array, ...lines: string[]) => {
    const titles: string[] = []
    const engine = new Engine({
      capture: { source: 'pcap', name: 'cut' },
      detectors: [rulesOf(...lines)],
      seed: 1,
      onDetection: ({ title }) => titles.push(title),
    })
    engine.push(bytes)
    engine.end()
    return titles.map((title) => Number(/\(rule (\d+)\)/.exec(title)?.[1]))
  }

  it('is judged by what is there, and never by what is not', () => {
    const lines = [
      rule('content:"/evil"; http_uri;', 1, 'http any any -> any any'),
      rule('content:"/evil"; content:!"Agent";', 2),
      rule(
        'content:"/evil"; http_uri; content:!"Agent"; http_header;',
        3,
        'http any any -> any any',
      ),
      rule('content:"/evil";', 4),
    ]
    const text = 'GET /evil HTTP/1.1\r\nHost: a\r\nAgent: b\r\n\r\n'
    expect(sids(cut(text, 28), ...lines).sort()).toEqual([1, 4])
  })
})
