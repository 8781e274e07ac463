import { TcpFlag } from '../../src/decode/frame.ts'
import { TrafficScript } from '../traffic-script.ts'
import { type Series, series } from './series.ts'

export const source = '10.0.0.5'
export const victim = '10.0.0.9'
export const service = `${victim}:80`
export const allow = { option: 'allow', below: [], at: [source] }

export interface From extends Series {
  /** The address of an event; `source` by default. */
  readonly from?: (number: number) => string
}

/** Ten addresses in turn, none of which leads. */
export const inTurn = (number: number) => `10.0.3.${number % 10}`

/** Two in three come from one source, which leads by a third; the others are all different. */
export const withLeader = (number: number) => (number % 3 === 0 ? `10.0.3.${number}` : source)

/** Handshakes that are ignored. */
export const handshakes = ({
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
export const strays = ({
  from = () => source,
  perFlow = 1,
  ...given
}: From & { perFlow?: number } = {}) =>
  series(given, (script, number) => {
    const client = script.client(from(number))
    for (let i = 0; i < perFlow; i++) script.tcp(client, service, TcpFlag.ack)
    byOneDevice(script)
  })

/** A flow that another end joins `delaySeconds` later: a connection whose beginning is missing. */
export const lateAnswers = (delaySeconds: number) =>
  series({ count: 10, gapSeconds: 0.2 }, (script) => {
    const client = script.client(source)
    script.tcp(client, service, TcpFlag.ack).wait(delaySeconds)
    script.tcp(service, client, TcpFlag.ack | TcpFlag.psh, { payload: 'hello' })
  })

export const datagrams = ({ from = () => source, ...given }: From = {}) =>
  series(given, (script, number) => {
    script.udp(`${from(number)}:${10_000 + number}`, service)
    byOneDevice(script)
  })

export const scan = (given: Series) =>
  series(given, (script, number) => script.udp(`${source}:50000`, `${victim}:${number}`))

export const pings = (given: Series = {}) =>
  series(given, (script) => script.ping(source, victim, 8).ping(victim, source, 0))

/** A list of an NTP server's clients (monlist), as amplifiers send it: 440 bytes. */
export const timeAnswer = 'x'.repeat(440)

export const reflections = (given: Series = {}) =>
  series(given, (script, number) =>
    script.udp(`93.184.1.${number}:123`, `${victim}:40000`, timeAnswer),
  )

/** Whom the three floods name: the leader, or the device behind the addresses. */
export const ofOrigin = (script: (given: From) => TrafficScript, minimum: string) => [
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

export const requests = (given: Series = {}, path = (number: number) => `/page/${number}`) =>
  series({ gapSeconds: 0.01, ...given }, (script, number) => {
    const says = [`GET ${path(number)} HTTP/1.1\r\nHost: a\r\n\r\n`, 'HTTP/1.1 200 OK\r\n\r\n']
    script.connection(source, service, { says })
  })

export const oneInFivePages = (number: number) =>
  number % 5 === 0 ? `/other/${number}` : `/?${number}`

export const knocks = (gapSeconds: number) =>
  series({ count: 2, gapSeconds }, (script, number) => {
    script.tcp(`${victim}:${number}`, `${victim}:${number}`, TcpFlag.syn)
  })

/** Requests that are begun and left; packets show that `seconds` pass. */
export function held({ head = 'GET / HTTP/1.1\r\nHost: a\r\n', count = 20, seconds = 30 } = {}) {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    script.connection(source, service, { says: [head, ''], end: 'open' }).wait(0.01)
  }
  for (let second = 1; second <= seconds; second++) script.wait(1).udp('10.0.9.1:1', '10.0.9.2:2')
  return script
}

/** Ten requests are held, then ten more of one client after a pause without any. */
export function heldTwice(pauseSeconds: number): TrafficScript {
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
export function slowBodies(): TrafficScript {
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
export function byOneDevice(script: TrafficScript): void {
  script.records.at(-1)?.bytes.set([2, 0, 0xde, 0xad, 0xbe, 0xef], 6)
}

/** Options that change the verdict of a flood of ten, of which ten are needed. */
export const ofTen = (script: (given: From) => TrafficScript, minimum: string) => [
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

export const ofLevels = (script: () => TrafficScript, names: readonly string[], minimum: string) =>
  names.map((name) => ({
    option: `levels.${name}`,
    script,
    others: { [minimum]: 10 },
    below: 11,
    at: 10,
  }))
