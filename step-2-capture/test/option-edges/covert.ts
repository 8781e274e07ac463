import { c2Certificate } from '../../src/detect/covert/c2-certificate.ts'
import { dnsTunnel } from '../../src/detect/covert/dns-tunnel.ts'
import { exfiltration } from '../../src/detect/covert/exfiltration.ts'
import { icmpTunnel } from '../../src/detect/covert/icmp-tunnel.ts'
import { oddPort } from '../../src/detect/covert/odd-port.ts'
import { DnsType } from '../../src/simulate/packet-builder/dns.ts'
import { fetchText, lookUp } from '../dns-script.ts'
import { clientHello, records } from '../hello-bytes.ts'
import type { OptionEdge } from '../option-edge.ts'
import { tlsTalk } from '../tls-talk.ts'
import { TrafficScript } from '../traffic-script.ts'

const [client, server] = ['10.0.0.5', '198.51.100.7']

/** Pings whose replies bring other data, ten seconds apart. */
function altered(): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 5; i++) {
    for (const [from, to, type, data] of [
      [client, server, 8, 'whoami'],
      [server, client, 0, 'uid=0(root)'],
    ] as const) {
      script.ping(from, to, type, data)
      // Identifier and sequence number of the reply are those of its request.
      script.records.at(-1)?.bytes.set([0, 1, 0, 1], 14 + 20 + 4)
    }
    script.wait(10)
  }
  return script
}

/** 30 pings of 100 bytes, each with another byte at this place. */
function varied(place: number): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 30; i++) {
    const data = Buffer.alloc(100, 'x')
    data[place] = i
    script.ping(client, server, 8, data).wait(1)
  }
  return script
}

/** One ping with a text of eight words. */
const worded = () =>
  new TrafficScript().ping(client, server, 8, `${'x'.repeat(24)} send me the keys of that safe now`)

const ofIcmpTunnel: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'alteredCountMin', script: altered, below: 6, at: 5 },
  { option: 'variedCountMin', script: () => varied(50), below: 31, at: 30 },
  { option: 'variedBytesMin', script: () => varied(50), below: 3_001, at: 3_000 },
  { option: 'wordCountMin', script: worded, below: 9, at: 8 },
  { option: 'stampBytes', script: () => varied(23), below: 24, at: 23 },
  { option: 'forgetAfterSeconds', script: altered, below: 9, at: 10 },
  { option: 'allow', script: altered, below: [client], at: [] },
]

/** A hundredth of the default limits, so that the captures stay small. */
const small = {
  kilobytesMin: 30,
  unnamedLevels: { low: 30, medium: 200 },
  namedLevels: { low: 30, medium: 200 },
}

interface Upload {
  readonly kilobytes: number
  readonly answer?: string
}

/** Uploads to one place, a minute apart. */
function uploads(...all: readonly Upload[]): TrafficScript {
  const script = new TrafficScript()
  return all.reduce(
    (sum, { kilobytes, answer = 'ok' }) =>
      sum
        .connection(client, `${server}:443`, { says: ['x'.repeat(kilobytes * 1_000), answer] })
        .wait(60),
    script,
  )
}

function namedUpload(kilobytes: number): TrafficScript {
  const script = new TrafficScript()
  lookUp(script, { client, name: 'drive.example', answer: server })
  const says = ['x'.repeat(kilobytes * 1_000), 'ok']
  return script.connection(client, `${server}:443`, { says })
}

/** One connection that sends 31 kB at 10 s and 250 kB at 30 s. */
function slowUpload(): TrafficScript {
  const says = ['x'.repeat(31_000), 'ok', 'x'.repeat(250_000), 'ok']
  return new TrafficScript().connection(client, `${server}:443`, { says, gapSeconds: 10 })
}

const ofExfiltration: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'kilobytesMin', script: () => uploads({ kilobytes: 31 }), below: 32, at: 31 },
  {
    option: 'sentRatioMin',
    script: () => uploads({ kilobytes: 100, answer: 'x'.repeat(10_000) }),
    below: 10.1,
    at: 10,
  },
  {
    option: 'growthMin',
    script: () => uploads({ kilobytes: 100 }, { kilobytes: 300 }),
    others: { ...small, pauseSeconds: 30 },
    below: 3.1,
    at: 3,
  },
  {
    option: 'pauseSeconds',
    script: () => uploads({ kilobytes: 100 }, { kilobytes: 250 }),
    below: 60,
    at: 61,
  },
  { option: 'flowBytesMin', script: () => uploads({ kilobytes: 31 }), below: 31_001, at: 31_000 },
  { option: 'lookSeconds', script: slowUpload, below: 31, at: 30 },
  { option: 'unnamedLevels.low', script: () => uploads({ kilobytes: 31 }), below: 32, at: 31 },
  {
    option: 'unnamedLevels.medium',
    script: () => uploads({ kilobytes: 250 }),
    below: 251,
    at: 250,
  },
  { option: 'unnamedLevels.high', script: () => uploads({ kilobytes: 250 }), below: 251, at: 250 },
  { option: 'namedLevels.low', script: () => namedUpload(31), below: 32, at: 31 },
  { option: 'namedLevels.medium', script: () => namedUpload(250), below: 251, at: 250 },
  { option: 'namedLevels.high', script: () => namedUpload(250), below: 251, at: 250 },
  {
    option: 'forgetAfterSeconds',
    script: () => uploads({ kilobytes: 100 }, { kilobytes: 250 }),
    others: { ...small, pauseSeconds: 30 },
    below: 60,
    at: 61,
  },
  { option: 'allow', script: () => uploads({ kilobytes: 31 }), below: [server], at: [] },
]

/** Conversations on Metasploit's port that end 100 s apart, when the flow table looks. */
function backdoors(count: number): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    script.connection(client, `${server}:4444`, { says: ['hello', 'hello'] })
    script.wait(60).ping('10.0.9.1', '10.0.9.2', 8).wait(40)
  }
  return script
}

const ofOddPort: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'flowCountMin', script: () => backdoors(1), below: 2, at: 1 },
  { option: 'backdoorPorts', script: () => backdoors(1), below: [4_443, 4_445], at: [4_444] },
  {
    option: 'forgetAfterSeconds',
    script: () => backdoors(2),
    others: { flowCountMin: 2 },
    below: 99,
    at: 101,
  },
  { option: 'allow', script: () => backdoors(1), below: [server], at: [] },
]

const letters = 'abcdefghijklmnopqrstuvwxyz012345'

interface Tunnel {
  readonly length?: number
  readonly types?: readonly number[]
}

/** Twenty names below one domain, a second apart: as many letters, each once, in another order. */
function tunnel({ length = 30, types = [DnsType.a] }: Tunnel = {}): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 20; i++) {
    const data = (letters.slice(i) + letters).slice(0, length)
    lookUp(script, { client, name: `${data}.t.example`, type: types[i % types.length]! })
    script.wait(1)
  }
  return script
}

/** Twenty texts of a hundred characters, under ten short names. */
function texts(): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 20; i++) {
    fetchText(script, client, `l.${i % 10}.t.example`, 'x'.repeat(100))
    script.wait(1)
  }
  return script
}

const ofDnsTunnel: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'periodSeconds', script: tunnel, below: 18, at: 19 },
  { option: 'nameCountMin', script: tunnel, below: 21, at: 20 },
  { option: 'nameLengthMin', script: tunnel, below: 32, at: 31 },
  { option: 'nameEntropyMin', script: tunnel, below: 4.96, at: 4.95 },
  {
    option: 'carrierShareMin',
    script: () => tunnel({ length: 16, types: [DnsType.a, DnsType.txt] }),
    below: 0.51,
    at: 0.5,
  },
  { option: 'textBytesMin', script: texts, below: 3_000, at: 1_900 },
  { option: 'levels.medium', script: tunnel, below: 21, at: 20 },
  { option: 'levels.high', script: tunnel, below: 21, at: 20 },
]

/** Two sessions, ten seconds apart, with a certificate that is signed by itself. */
function ownCertificates(): TrafficScript {
  const hello = Uint8Array.from(records(clientHello()))
  const says = tlsTalk({ hello, subject: 'x', issuer: 'x' })
  const script = new TrafficScript()
  for (let i = 0; i < 2; i++) script.connection(client, `${server}:4041`, { says }).wait(10)
  return script
}

/** Two servers outside with certificates of their own, on the port of TLS. */
function ownServers(): TrafficScript {
  const script = new TrafficScript()
  const hello = Uint8Array.from(records(clientHello()))
  for (const address of [server, '203.0.113.9']) {
    const says = tlsTalk({ hello, subject: 'x', issuer: 'x' })
    script.connection(client, `${address}:443`, { says })
  }
  return script
}

const ofC2Certificate: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'sessionCountMin', script: ownCertificates, below: 3, at: 2 },
  { option: 'strangerCountMin', script: ownServers, below: 3, at: 2 },
  { option: 'tlsPorts', script: ownCertificates, below: [4041], at: [4042] },
  {
    option: 'forgetAfterSeconds',
    script: ownCertificates,
    others: { sessionCountMin: 2 },
    below: 9,
    at: 11,
  },
  { option: 'allow', script: ownCertificates, below: [server], at: [] },
]

export const edges: readonly OptionEdge[] = [
  ...ofDnsTunnel.map((edge) => ({ ...edge, detector: dnsTunnel })),
  ...ofIcmpTunnel.map((edge) => ({ ...edge, detector: icmpTunnel })),
  ...ofExfiltration.map((edge) => ({ others: small, ...edge, detector: exfiltration })),
  ...ofOddPort.map((edge) => ({ ...edge, detector: oddPort })),
  ...ofC2Certificate.map((edge) => ({ ...edge, detector: c2Certificate })),
]
