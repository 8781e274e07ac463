import { describe, expect, it } from 'vitest'
import { lookUp } from '../../../test/dns-script.ts'
import { clientHello, pointFormats, records, serverName } from '../../../test/hello-bytes.ts'
import type { Bytes } from '../../../test/packet-bytes.ts'
import { serverFlight } from '../../../test/tls-talk.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { client, rulesOf, server, sidsOf, spoken } from '../../../test/user-rule-script.ts'
import { TcpFlag } from '../../decode/frame.ts'

const { syn, ack, fin, psh, urg } = TcpFlag
const rule = (options: string, header: string, sid = 1) =>
  `alert ${header} (msg:"own"; ${options} sid:${sid};)`

type Play = (script: TrafficScript) => void
const found = (text: string, play: Play) => {
  const script = new TrafficScript()
  play(script)
  return sidsOf(script.detect(rulesOf(text))).length === 1
}

const [a, b] = [`${client}:4000`, `${server}:5000`]
const udp =
  (text: string, timeToLive = 64): Play =>
  (script) =>
    script.udp(a, b, text, timeToLive)
const flags =
  (bits: number): Play =>
  (script) =>
    script.tcp(a, b, bits)
const ping =
  (type: 0 | 8, data = 'abc'): Play =>
  (script) =>
    script.ping(client, server, type, data)
const segment =
  (sequence: number, acknowledgement = 9): Play =>
  (script) =>
    script.tcp(a, b, psh | ack, { sequence, acknowledgement, payload: 'evil' })

describe('a keyword about single packets finds what it should and no more', () => {
  it.each<[string, string, Play, Play]>([
    ['udp any any -> any 5000', 'content:"evil";', udp('evil'), udp('good')],
    ['udp any any -> any any', 'content:"evil"; dsize:6;', udp('1evil2'), udp('1evil')],
    ['udp any any -> any any', 'content:"evil"; dsize:>6;', udp('12evil3'), udp('12evil')],
    ['udp any any -> any any', 'content:"evil"; dsize:4<>8;', udp('evil1'), udp('evil')],
    ['udp any any -> any any', 'content:"evil"; dsize:<5;', udp('evil'), udp('evil1')],
    ['udp any any -> any any', 'dsize:5; byte_test:1,=,101,0;', udp('evils'), udp('Evils')],
    ['udp any any -> any any', 'content:"evil"; ttl:3;', udp('evil', 3), udp('evil', 4)],
    ['udp any any -> any any', 'content:"evil"; isdataat:!4;', udp('evil'), udp('evil1')],
    ['ip any any -> any any', 'ip_proto:17; content:"evil";', udp('evil'), segment(5)],
    ['ip any any -> any any', 'ip_proto:!17; content:"evil";', segment(5), udp('evil')],
    [
      'ip any any -> any any',
      'sameip; content:"evil";',
      (script) => script.udp(a, `${client}:9`, 'evil'),
      udp('evil'),
    ],
    [
      'udp any any -> any any',
      'content:"evil"; id:0;',
      udp('evil'),
      (script) => script.udp(a, b, 'x').udp(a, b, 'evil'),
    ],
    ['udp any any -> any any', 'content:"evil"; tos:0;', udp('evil'), udp('good')],
    [
      'udp any any -> any any',
      'content:"evil"; tos:!8;'.replace('!8', '0'),
      udp('evil'),
      udp('good'),
    ],
    ['udp any any -> any any', 'content:"evil"; fragbits:!M;', udp('evil'), udp('good')],
    [
      'tcp any any -> any any',
      'content:"evil"; dsize:4;',
      segment(5),
      (script) => script.tcp(a, b, psh | ack, { payload: 'evil1' }),
    ],
    ['tcp any any -> any any', 'content:"evil"; seq:7;', segment(7), segment(8)],
    ['tcp any any -> any any', 'content:"evil"; ack:7;', segment(5, 7), segment(5, 8)],
    ['tcp any any -> any any', 'flags:S; window:64240;', flags(syn), flags(fin)],
    ['tcp any any -> any any', 'flags:S;', flags(syn), flags(syn | ack)],
    ['tcp any any -> any any', 'flags:S,12;', flags(syn | TcpFlag.ece), flags(syn | ack)],
    ['tcp any any -> any any', 'flags:SF+;', flags(syn | fin | psh), flags(syn | psh)],
    ['tcp any any -> any any', 'flags:*FU;', flags(urg), flags(syn)],
    ['tcp any any -> any any', 'flags:!S;', flags(fin), flags(syn)],
    ['tcp any any -> any any', 'flags:0;', flags(0), flags(syn)],
    [
      'tcp any any -> any any',
      'content:"evil"; flow:no_stream;',
      segment(5),
      (script) =>
        script
          .tcp(a, b, psh | ack, { payload: 'ev' })
          .tcp(a, b, psh | ack, { payload: 'il', sequence: 1002 }),
    ],
    [
      'tcp-pkt any any -> any any',
      'content:"evil";',
      segment(5),
      (script) =>
        script
          .tcp(a, b, psh | ack, { payload: 'ev' })
          .tcp(a, b, psh | ack, { payload: 'il', sequence: 1002 }),
    ],
    ['icmp any any -> any any', 'itype:8;', ping(8), ping(0)],
    ['icmp any any -> any any', 'itype:8; icode:0;', ping(8), ping(0)],
    ['icmp any any -> any any', 'itype:<3; content:"evil";', ping(0, 'evil'), ping(8, 'evil')],
    ['icmp any any -> any any', 'itype:8; icmp_id:7;', ping(8), ping(0)],
    [
      'icmp any any -> any any',
      'itype:8; icmp_seq:1;',
      (script) => script.ping(client, server, 8).ping(client, server, 8),
      ping(8),
    ],
    ['icmp any any -> any any', 'content:"evil"; dsize:4;', ping(8, 'evil'), ping(8, 'evil1')],
    [
      'ip 192.168.1.5 any -> 203.0.113.80 any',
      '',
      udp('x'),
      (script) => script.udp(b, `${client}:9`, 'x'),
    ],
    [
      'udp any any -> any [5000,6000:6002]',
      '',
      udp('x'),
      (script) => script.udp(a, `${server}:6003`, 'x'),
    ],
  ])('%s (%s)', (header, options, hit, miss) => {
    const text = rule(options, header)
    expect({ hit: found(text, hit), miss: found(text, miss) }).toEqual({ hit: true, miss: false })
  })
})

describe('a keyword about names finds what it should and no more', () => {
  const asks =
    (name: string): Play =>
    (script) =>
      lookUp(script, { client, name, answer: '203.0.113.9' })
  it.each<[string, string, string]>([
    ['dns.query; content:"evil.example"; nocase;', 'www.EVIL.example', 'evil.test'],
    ['dns_query; content:"evil.example"; bsize:12;', 'evil.example', 'www.evil.example'],
    ['dns.query; content:".example"; endswith;', 'a.example', 'a.example.org'],
    ['dns.query; pcre:"/^[a-z]{5}\\.example$/";', 'abcde.example', 'abcd.example'],
  ])('%s', (options, hit, miss) => {
    for (const header of ['dns any any -> any any', 'udp any any -> any 53']) {
      const text = rule(options, header)
      expect({ hit: found(text, asks(hit)), miss: found(text, asks(miss)) }).toEqual({
        hit: true,
        miss: false,
      })
    }
  })

  const hello = (name: string, ...more: Bytes[]) =>
    Buffer.from(records(clientHello({ extensions: [serverName(name), ...more] })))
  const talk = (name: string, subject = 'a.example', issuer = 'Own CA') => [
    hello(name),
    serverFlight({ subject, issuer }),
  ]

  it.each<[string, (string | Uint8Array)[], (string | Uint8Array)[]]>([
    ['tls.sni; content:"evil.example";', talk('evil.example'), talk('good.example')],
    ['tls_sni; content:"evil"; startswith;', talk('evil.example'), talk('an.evil.example')],
    [
      'tls.cert_subject; content:"CN=evil.example";',
      talk('a', 'evil.example'),
      talk('evil.example'),
    ],
    ['tls_cert_subject; content:"evil";', talk('a', 'evil.example'), talk('a', 'b', 'evil')],
    [
      'tls.cert_issuer; content:"CN=Evil CA";',
      talk('a', 'b', 'Evil CA'),
      talk('a', 'Evil CA', 'b'),
    ],
    ['tls_cert_issuer; content:"Evil";', talk('a', 'b', 'Evil CA'), talk('a', 'Evil CA', 'b')],
    [
      'tls.cert_serial; content:"1F:2E:3D:4C";',
      talk('a'),
      [hello('a'), serverFlight({}).map((byte) => (byte === 0x2e ? 0x2f : byte))],
    ],
    ['ssh.proto; content:"1.99";', ['SSH-1.99-own\r\n'], ['SSH-2.0-own\r\n']],
    [
      'ssh.software; content:"evil";',
      ['SSH-2.0-evil_1\r\n'],
      ['SSH-2.0-good\r\n', 'SSH-2.0-evil\r\n'].slice(0, 1),
    ],
    ['ssh_software; content:"evil"; startswith;', ['SSH-2.0-evil_1\r\n'], ['SSH-2.0-anevil\r\n']],
    ['ssh_proto; content:"1."; startswith;', ['SSH-1.99-own\r\n'], ['SSH-2.1.-own\r\n']],
  ])('%s in segments of 1, 7 and 1,460 bytes', (options, hit, miss) => {
    const header = options.startsWith('ssh') ? 'ssh any any -> any any' : 'tls any any -> any any'
    const detector = rulesOf(rule(options, header))
    for (const size of [1, 7, 1_460]) {
      const sids = [hit, miss].map((turns) => sidsOf(spoken(turns, size, 443).detect(detector)))
      expect({ size, sids }).toEqual({ size, sids: [[1], []] })
    }
  })

  it('compares fingerprints of clients, servers and certificates', () => {
    const turns = [hello('a.example', pointFormats(0)), serverFlight({ subject: 'a.example' })]
    const hits = spoken(turns, 7, 443).detect(
      rulesOf(
        rule('ja3.string; content:"771,4865,0-11,,0";', 'tls any any -> any any', 1),
        rule('ja3.hash; content:"dd08e67c0ac5159c584df6fe0d3f48db";', 'tls any any -> any any', 2),
        rule('ja3_hash; content:"00000000000000000000000000000000";', 'tls any any -> any any', 3),
        rule('ja3_string; content:"771,4865,0,";', 'tls any any -> any any', 4),
        rule('ja3s.hash; bsize:32; pcre:"/^[0-9a-f]{32}$/";', 'tls any any -> any any', 5),
        rule(
          'tls.cert_fingerprint; bsize:59; pcre:"/^(?:[0-9a-f]{2}:){19}[0-9a-f]{2}$/";',
          'tls any any -> any any',
          6,
        ),
        rule('tls_cert_fingerprint; content:"00:00:00:00:00:00";', 'tls any any -> any any', 7),
        rule('ja3s.hash; content:"0000000000000000";', 'tls any any -> any any', 8),
      ),
    )
    expect(sidsOf(hits)).toEqual([1, 2, 5, 6])
  })
})

describe('what rules note for each other, and how often they speak', () => {
  const http = 'tcp any any -> any any'
  const pair = (first: string, second: string) => [rule(first, http, 1), rule(second, http, 2)]

  it.each<[string, string, string, readonly number[], readonly number[]]>([
    [
      'flowbits',
      'content:"one"; flowbits:set,own; flowbits:noalert;',
      'content:"two"; flowbits:isset,own;',
      [2],
      [],
    ],
    [
      'flowbits',
      'content:"one"; flowbits:set,own;',
      'content:"two"; flowbits:isnotset,own;',
      [1],
      [2],
    ],
    [
      'flowbits',
      'content:"one"; flowbits:toggle,own; noalert;',
      'content:"two"; flowbits:isset,other|own;',
      [2],
      [],
    ],
    [
      'xbits',
      'content:"one"; xbits:set,own,track ip_src,expire 60; noalert;',
      'content:"two"; xbits:isset,own,track ip_src;',
      [2],
      [],
    ],
    [
      'xbits',
      'content:"one"; xbits:set,own,track ip_pair; noalert;',
      'content:"two"; xbits:isset,own,track ip_pair;',
      [2],
      [],
    ],
  ])('%s: %s, then %s', (_, first, second, both, alone) => {
    const detector = rulesOf(...pair(first, second))
    expect(sidsOf(spoken(['one', 'ok', 'two'], 7).detect(detector))).toEqual(both)
    expect(sidsOf(spoken(['three', 'ok', 'two'], 7).detect(detector))).toEqual(alone)
  })

  it('flowbits belong to their flow, and xbits to a host until they expire', () => {
    const two = (options: string, wait: number) => {
      const script = spoken(['one'], 7)
      script.wait(wait)
      return sidsOf(
        spoken(['two'], 7, 80, script).detect(
          rulesOf(
            ...pair(
              options,
              options.replace('"one"', '"two"').replace(':set,', ':isset,').replace('noalert;', ''),
            ),
          ),
        ),
      )
    }
    expect(two('content:"one"; flowbits:set,own; noalert;', 1)).toEqual([])
    expect(two('content:"one"; xbits:set,own,track ip_src,expire 20; noalert;', 10)).toEqual([2])
    expect(two('content:"one"; xbits:set,own,track ip_src,expire 20; noalert;', 30)).toEqual([])
  })

  it.each([
    ['threshold:type limit, track by_src, count 2, seconds 60;', 5, 2],
    ['threshold:type threshold, track by_src, count 2, seconds 60;', 5, 2],
    ['threshold:type both, track by_dst, count 3, seconds 60;', 5, 1],
    ['threshold:type both, track by_dst, count 9, seconds 60;', 5, 0],
    ['detection_filter:track by_src, count 3, seconds 60;', 5, 2],
    ['threshold:type limit, track by_rule, count 1, seconds 60;', 5, 1],
    ['threshold:type limit, track by_both, count 1, seconds 1;', 5, 5],
  ])('%s of %i matches states %i', (options, count, stated) => {
    const script = new TrafficScript()
    for (let n = 0; n < count; n++) script.udp(a, b, `evil ${n}`).wait(2)
    const detections = script.settled(
      rulesOf(rule(`content:"evil"; ${options}`, 'udp any any -> any any')),
    )
    const counts = detections.map(
      ({ reasons }) => reasons.find(({ feature }) => feature === 'matches')?.actual,
    )
    expect(counts).toEqual(stated === 0 ? [] : [stated])
  })

  it('a rule that passes silences the others for its flow', () => {
    const pass = rule('content:"trusted";', http, 2).replace('alert', 'pass')
    const detector = rulesOf(rule('content:"evil";', http), pass)
    expect(sidsOf(spoken(['trusted evil'], 7).detect(detector))).toEqual([])
    expect(sidsOf(spoken(['evil'], 7).detect(detector))).toEqual([1])
  })
})
