import { TcpFlag } from '../../src/decode/frame.ts'
import { datagramFlood } from '../../src/detect/flood/datagram-flood.ts'
import { httpFlood } from '../../src/detect/flood/http-flood.ts'
import { landAttack } from '../../src/detect/flood/land-attack.ts'
import { slowHttp } from '../../src/detect/flood/slow-http.ts'
import { synFlood } from '../../src/detect/flood/syn-flood.ts'
import { tcpFlood } from '../../src/detect/flood/tcp-flood.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'
import { TrafficScript } from '../traffic-script.ts'
import { type Series, series } from './series.ts'

const source = '10.0.0.5'
const victim = '10.0.0.9'
const service = `${victim}:80`
const allow = { option: 'allow', below: [], at: [source] }

interface From extends Series {
  /** The address of an event; `source` by default. */
  readonly from?: (number: number) => string
}

/** Ten addresses in turn, none of which leads. */
const inTurn = (number: number) => `10.0.3.${number % 10}`

/** Two in three come from one source, which leads by a third; the others are all different. */
const withLeader = (number: number) => (number % 3 === 0 ? `10.0.3.${number}` : source)

/** Handshakes that are ignored. */
const handshakes = ({
  from = () => source,
  everySecondCompletes = false,
  ...given
}: From & { everySecondCompletes?: boolean } = {}) =>
  series(given, (script, number) => {
    if (everySecondCompletes && number % 2 === 0) script.connection(from(number), service)
    else script.ignored(from(number), service)
    byOneDevice(script)
  })

/** Segments of no connection, `perFlow` of each flow. */
const strays = ({ from = () => source, perFlow = 1, ...given }: From & { perFlow?: number } = {}) =>
  series(given, (script, number) => {
    const client = script.client(from(number))
    for (let i = 0; i < perFlow; i++) script.tcp(client, service, TcpFlag.ack)
    byOneDevice(script)
  })

/** A flow that another end joins `delaySeconds` later: a connection whose beginning is missing. */
const lateAnswers = (delaySeconds: number) =>
  series({ count: 10, gapSeconds: 0.2 }, (script) => {
    const client = script.client(source)
    script.tcp(client, service, TcpFlag.ack).wait(delaySeconds)
    script.tcp(service, client, TcpFlag.ack | TcpFlag.psh, { payload: 'hello' })
  })

const datagrams = ({ from = () => source, ...given }: From = {}) =>
  series(given, (script, number) => {
    script.udp(`${from(number)}:${10_000 + number}`, service)
    byOneDevice(script)
  })

const scan = (given: Series) =>
  series(given, (script, number) => script.udp(`${source}:50000`, `${victim}:${number}`))

const pings = (given: Series = {}) =>
  series(given, (script) => script.ping(source, victim, 8).ping(victim, source, 0))

const reflections = (given: Series = {}) =>
  series(given, (script, number) => script.udp(`93.184.1.${number}:123`, `${victim}:40000`))

/** Whom the three floods name: the leader, or the device behind the addresses. */
const ofOrigin = (script: (given: From) => TrafficScript, minimum: string) => [
  {
    option: 'sourceLeadMin',
    script: () => script({ count: 30, from: withLeader }),
    others: { [minimum]: 30, forgedCountMin: 2 },
    below: 0.34,
    at: 0.33,
  },
  {
    option: 'forgedCountMin',
    script: () => script({ count: 30, from: inTurn }),
    others: { [minimum]: 30 },
    below: 11,
    at: 10,
  },
]

const requests = (given: Series = {}, path = (number: number) => `/page/${number}`) =>
  series({ gapSeconds: 0.01, ...given }, (script, number) => {
    const says = [`GET ${path(number)} HTTP/1.1\r\nHost: a\r\n\r\n`, 'HTTP/1.1 200 OK\r\n\r\n']
    script.connection(source, service, { says })
  })

const oneInFivePages = (number: number) => (number % 5 === 0 ? `/other/${number}` : `/?${number}`)

const knocks = (gapSeconds: number) =>
  series({ count: 2, gapSeconds }, (script, number) => {
    script.tcp(`${victim}:${number}`, `${victim}:${number}`, TcpFlag.syn)
  })

/** Requests that are begun and left; packets show that `seconds` pass. */
function held({ head = 'GET / HTTP/1.1\r\nHost: a\r\n', count = 20, seconds = 30 } = {}) {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    script.connection(source, service, { says: [head, ''], end: 'open' }).wait(0.01)
  }
  for (let second = 1; second <= seconds; second++) script.wait(1).udp('10.0.9.1:1', '10.0.9.2:2')
  return script
}

/** Ten requests are held, then ten more of one client after a pause without any. */
function heldTwice(pauseSeconds: number): TrafficScript {
  const script = new TrafficScript()
  const hold = (count: number) => {
    const clients = Array.from({ length: count }, () => script.client(source))
    const says = ['GET / HTTP/1.1\r\nHost: a\r\n', '']
    for (const client of clients) script.connection(client, service, { says, end: 'open' })
    for (let second = 0; second < 16; second++) script.wait(1).udp('10.0.9.1:1', '10.0.9.2:2')
    for (const client of clients) script.tcp(service, client, TcpFlag.rst | TcpFlag.ack)
  }
  hold(10)
  script.wait(pauseSeconds)
  hold(10)
  return script
}

/** Bodies of which 50 bytes come each five seconds: ten a second. */
function slowBodies(): TrafficScript {
  const script = new TrafficScript()
  const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n'
  const clients = Array.from({ length: 20 }, (_, i) => `${source}:${40_001 + i}`)
  for (const client of clients) script.connection(client, service, { says: [head], end: 'open' })
  for (let turn = 0; turn < 6; turn++) {
    script.wait(5)
    for (const client of clients) {
      const sequence = 1001 + head.length + turn * 50
      script.tcp(client, service, TcpFlag.ack, { sequence, payload: 'x'.repeat(50) })
    }
  }
  return script
}

/** Makes the packet at the end come from one device, whatever its address is. */
function byOneDevice(script: TrafficScript): void {
  script.records.at(-1)?.bytes.set([2, 0, 0xde, 0xad, 0xbe, 0xef], 6)
}

/** Options that change the verdict of a flood of ten, of which ten are needed. */
const ofTen = (script: (given: From) => TrafficScript, minimum: string) => [
  { option: minimum, script: () => script({}), below: 11, at: 10 },
  {
    option: 'periodSeconds',
    script: () => script({ gapSeconds: 1 }),
    others: { [minimum]: 10 },
    below: 8,
    at: 9,
  },
  {
    // The last one fails two seconds after it, when a packet shows that they have passed.
    option: 'forgetAfterSeconds',
    script: () => script({ gapSeconds: 4 }),
    others: { [minimum]: 10, periodSeconds: 100 },
    below: 9,
    at: 10,
  },
]

const ofLevels = (script: () => TrafficScript, names: readonly string[], minimum: string) =>
  names.map((name) => ({
    option: `levels.${name}`,
    script,
    others: { [minimum]: 10 },
    below: 11,
    at: 10,
  }))

export const edges: readonly OptionEdge[] = [
  ...edgesOf(synFlood, [
    ...ofTen(handshakes, 'failedCountMin'),
    ...ofOrigin(handshakes, 'failedCountMin'),
    ...ofLevels(handshakes, ['medium', 'high', 'critical'], 'failedCountMin'),
    {
      // Ten fail after the first, and ten are completed between.
      option: 'failedShareMin',
      script: () => handshakes({ count: 20, everySecondCompletes: true, gapSeconds: 0.2 }),
      others: { failedCountMin: 10 },
      below: 0.6,
      at: 0.5,
    },
  ]),
  ...edgesOf(tcpFlood, [
    ...ofTen(strays, 'segmentCountMin'),
    ...ofOrigin(strays, 'segmentCountMin'),
    ...ofLevels(strays, ['medium', 'high'], 'segmentCountMin'),
    {
      option: 'answerTimeoutSeconds',
      script: () => lateAnswers(2),
      others: { segmentCountMin: 10, periodSeconds: 100 },
      below: 4,
      at: 1,
    },
    {
      option: 'flowSegmentCountMax',
      script: () => strays({ perFlow: 4 }),
      others: { segmentCountMin: 10 },
      below: 3,
      at: 4,
    },
  ]),
  ...edgesOf(datagramFlood, [
    ...ofTen(datagrams, 'flowCountMin'),
    ...ofOrigin(datagrams, 'flowCountMin'),
    { option: 'pingCountMin', script: () => pings(), below: 11, at: 10 },
    { option: 'reflectionCountMin', script: () => reflections(), below: 11, at: 10 },
    {
      // One flow to each port.
      option: 'scanFlowsPerPortMax',
      script: () => scan({ count: 10 }),
      others: { flowCountMin: 10 },
      below: 1.1,
      at: 1,
    },
    {
      option: 'scanFactor',
      script: () => scan({ count: 30 }),
      others: { flowCountMin: 10 },
      below: 3.1,
      at: 3,
    },
    {
      option: 'highFactor',
      script: () => datagrams({ count: 20 }),
      others: { flowCountMin: 10 },
      below: 2.1,
      at: 2,
    },
  ]),
  ...edgesOf(httpFlood, [
    { option: 'requestCountMin', script: () => requests(), below: 11, at: 10 },
    {
      option: 'variedCountMin',
      script: () => requests({}, (number) => `/?${number}`),
      below: 11,
      at: 10,
    },
    {
      // Four of five requests are for one page, which leads by three of five.
      option: 'pageLeadMin',
      script: () => requests({}, oneInFivePages),
      others: { variedCountMin: 10 },
      below: 0.61,
      at: 0.6,
    },
    {
      option: 'periodSeconds',
      script: () => requests({ gapSeconds: 1 }),
      others: { requestCountMin: 10 },
      below: 9,
      at: 10,
    },
    {
      option: 'highFactor',
      script: () => requests({ count: 20 }),
      others: { requestCountMin: 10 },
      below: 2.1,
      at: 2,
    },
    {
      option: 'forgetAfterSeconds',
      script: () => requests({ gapSeconds: 4 }),
      others: { requestCountMin: 10, periodSeconds: 100 },
      below: 4,
      at: 5,
    },
    { ...allow, script: () => requests(), others: { requestCountMin: 10 } },
  ]),
  ...edgesOf(landAttack, [
    { option: 'forgetAfterSeconds', script: () => knocks(20), below: 19, at: 20 },
  ]),
  ...edgesOf(slowHttp, [
    { option: 'heldCountMin', script: () => held(), below: 21, at: 20 },
    { option: 'heldSeconds', script: () => held({ seconds: 20 }), below: 21, at: 10 },
    { option: 'bodyRateMax', script: slowBodies, below: 4, at: 6 },
    {
      option: 'segmentBytesMax',
      script: () => held({ head: `GET / HTTP/1.1\r\nHost: ${'a'.repeat(500)}\r\n` }),
      below: 500,
      at: 600,
    },
    { option: 'lookSeconds', script: () => held({ seconds: 14 }), below: 15, at: 5 },
    {
      option: 'forgetAfterSeconds',
      script: () => heldTwice(20),
      others: { heldCountMin: 10 },
      below: 20,
      at: 60,
    },
    ...ofLevels(held, ['medium', 'high'], 'heldCountMin').map((row) => ({
      ...row,
      below: 21,
      at: 20,
    })),
    { ...allow, script: () => held() },
  ]),
]
