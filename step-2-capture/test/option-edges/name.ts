import { connectionWithoutDns } from '../../src/detect/name/connection-without-dns.ts'
import { dnsSpoofing } from '../../src/detect/name/dns-spoofing.ts'
import { generatedDomains } from '../../src/detect/name/generated-domains.ts'
import { namePoisoning } from '../../src/detect/name/name-poisoning.ts'
import { zoneTransfer } from '../../src/detect/name/zone-transfer.ts'
import {
  addressData,
  answerFlags,
  DnsType,
  dnsMessage,
} from '../../src/simulate/packet-builder/dns.ts'
import { lookUp } from '../dns-script.ts'
import type { OptionEdge } from '../option-edge.ts'
import { answerQuery, askName } from '../spoofed-dns-script.ts'
import { TrafficScript } from '../traffic-script.ts'
import { transferZone } from '../zone-script.ts'

const client = '10.0.0.5'

interface Browsing {
  readonly addressCount: number
  readonly waitSeconds?: number
}

/** Ten queries, then connections to addresses of which nothing was asked. */
function browse({ addressCount, waitSeconds = 1 }: Browsing): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 10; i++) {
    lookUp(script, { client, name: `site${i}.example`, answer: `198.51.1.${i}` })
  }
  script.wait(waitSeconds)
  for (let i = 0; i < addressCount; i++) script.connection(client, `203.0.113.${i}:443`)
  return script
}

const ofConnectionWithoutDns: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'addressCountMin', script: () => browse({ addressCount: 10 }), below: 11, at: 10 },
  { option: 'queryCountMin', script: () => browse({ addressCount: 10 }), below: 11, at: 10 },
  {
    option: 'forgetAfterSeconds',
    script: () => browse({ addressCount: 1, waitSeconds: 100 }),
    others: { addressCountMin: 1 },
    below: 100,
    at: 101,
  },
  { option: 'allow', script: () => browse({ addressCount: 10 }), below: [client], at: [] },
]

/** Three of eight pairs of letters in it are common ones, and it has nine characters. */
const randomName = (i: number) => `thth${10_000 + i}.example`
const wordName = (i: number) => `garden-${'abcdefghijklmnopqrstuvwxyz'[i % 26]}-river${i}.example`

interface Asking {
  readonly name: (i: number) => string
  readonly count: number
  readonly answer?: string
}

function ask(script: TrafficScript, { name, count, answer = 'missing' }: Asking): TrafficScript {
  for (let i = 0; i < count; i++) {
    lookUp(script, { client, name: name(i), answer })
    script.wait(1)
  }
  return script
}

const randomNames = () => ask(new TrafficScript(), { name: randomName, count: 10 })
const wordNames = () => ask(new TrafficScript(), { name: wordName, count: 30 })
const wordsThenRandom = () =>
  ask(ask(new TrafficScript(), { name: wordName, count: 10 }), { name: randomName, count: 10 })

/** 30 names that do not exist among 59 that were asked for. */
function deadAndAlive(): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 30; i++) {
    ask(script, { name: () => `alive${i}.example`, count: 1, answer: '192.0.2.1' })
    ask(script, { name: () => wordName(i), count: 1 })
  }
  return script
}

const ofGeneratedDomains: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'domainCountMin', script: randomNames, below: 11, at: 10 },
  { option: 'randomShareMin', script: wordsThenRandom, below: 0.51, at: 0.5 },
  { option: 'missingCountMin', script: wordNames, below: 31, at: 30 },
  { option: 'missingShareMin', script: deadAndAlive, below: 0.51, at: 0.5 },
  { option: 'wordLikenessMax', script: randomNames, below: 0.37, at: 0.38 },
  { option: 'labelLengthMin', script: randomNames, below: 10, at: 9 },
  { option: 'periodSeconds', script: randomNames, below: 9, at: 10 },
  { option: 'levels.medium', script: randomNames, below: 11, at: 10 },
  { option: 'levels.high', script: randomNames, below: 11, at: 10 },
  { option: 'allow', script: randomNames, below: [client], at: [] },
]

const poisoner = '10.0.0.66'

/** Answers for three names, ten seconds apart. */
function answers(): TrafficScript {
  const script = new TrafficScript()
  for (const name of ['wpad', 'fileserv', 'printsrv']) {
    const question = { name, type: DnsType.a }
    const answers = [{ ...question, timeToLiveS: 30, data: addressData(poisoner) }]
    const message = dnsMessage({ id: 1, flags: answerFlags(0), questions: [question], answers })
    script.udp(`${poisoner}:5355`, '10.0.0.9:50000', message).wait(10)
  }
  return script
}

const ofNamePoisoning: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'nameCountMin', script: answers, below: 4, at: 3 },
  { option: 'forgetAfterSeconds', script: answers, below: 9, at: 10 },
  { option: 'levels.medium', script: answers, below: 4, at: 3 },
  { option: 'levels.high', script: answers, below: 4, at: 3 },
  { option: 'allow', script: answers, below: [poisoner], at: [] },
]

/** Zones of one server, ten seconds apart. */
function zones(code: number): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 2; i++) transferZone(script, { client, server: '10.0.0.53', code }).wait(9)
  return script
}

const ofZoneTransfer: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'transferCountMin', script: () => zones(0), below: 3, at: 2 },
  { option: 'refusedCountMin', script: () => zones(5), below: 3, at: 2 },
  {
    option: 'forgetAfterSeconds',
    script: () => zones(0),
    others: { transferCountMin: 2 },
    below: 9,
    at: 11,
  },
  { option: 'allow', script: () => zones(0), below: [client], at: [] },
]

/** Names, ten seconds apart, that are answered twice; the second time a second later. */
function spoofed(): TrafficScript {
  const script = new TrafficScript()
  for (let id = 0; id < 2; id++) {
    const query = { client: `${client}:41000`, id, name: `site${id}.example` }
    askName(script, query)
    answerQuery(script, { ...query, addresses: ['192.0.2.1'] }).wait(0.989)
    answerQuery(script, { ...query, addresses: ['192.0.2.2'] }).wait(8.99)
  }
  return script
}

/** Ten answers with wrong IDs. */
function guessed(): TrafficScript {
  const query = { client: `${client}:41000`, id: 1, name: 'site.example' }
  const script = askName(new TrafficScript(), query)
  for (let id = 10; id < 20; id++) answerQuery(script, { ...query, id })
  return script
}

const ofDnsSpoofing: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'spoofedCountMin', script: spoofed, below: 3, at: 2 },
  { option: 'guessCountMin', script: guessed, below: 11, at: 10 },
  { option: 'answerSeconds', script: spoofed, below: 0.9, at: 1.1 },
  {
    option: 'forgetAfterSeconds',
    script: spoofed,
    others: { spoofedCountMin: 2 },
    below: 9,
    at: 11,
  },
  { option: 'levels.medium', script: spoofed, below: 3, at: 2 },
  { option: 'levels.high', script: spoofed, below: 3, at: 2 },
]

export const edges: readonly OptionEdge[] = [
  ...ofZoneTransfer.map((edge) => ({ ...edge, detector: zoneTransfer })),
  ...ofDnsSpoofing.map((edge) => ({ ...edge, detector: dnsSpoofing })),
  ...ofConnectionWithoutDns.map((edge) => ({ ...edge, detector: connectionWithoutDns })),
  ...ofGeneratedDomains.map((edge) => ({ ...edge, detector: generatedDomains })),
  ...ofNamePoisoning.map((edge) => ({ ...edge, detector: namePoisoning })),
]
