import { TcpFlag } from '../src/decode/frame.ts'
import { TrafficScript } from './traffic-script.ts'

const { syn, ack, rst, psh } = TcpFlag
const server = '192.0.2.80:80'
const [first, second] = [
  'HTTP/1.1 302 Found\r\nLocation: http://198.51.100.66/\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n',
]

export interface AnswerFields {
  readonly client?: string
  /** Answers of the server at one place: what it says, and with which time to live. */
  readonly answers?: readonly { readonly says: string; readonly timeToLive?: number }[]
  readonly gapSeconds?: number
}

/** A connection with a request and answers to it, all of them at the same place. */
export function asked(script: TrafficScript, fields: AnswerFields = {}): string {
  const { client: address = '10.0.0.7', answers = [], gapSeconds = 0.01 } = fields
  const client = script.client(address)
  script.tcp(client, server, syn, { sequence: 1_000 })
  script.tcp(server, client, syn | ack, { sequence: 5_000, acknowledgement: 1_001 })
  const numbers = { sequence: 1_001, acknowledgement: 5_001 }
  script.tcp(client, server, psh | ack, { ...numbers, payload: 'GET / HTTP/1.1\r\n\r\n' })
  for (const { says, timeToLive = 64 } of answers) {
    const place = { sequence: 5_001, acknowledgement: 1_019 }
    script.tcp(server, client, psh | ack, { ...place, payload: says, timeToLive }).wait(gapSeconds)
  }
  return client
}

/** Connections with two different answers of which the first is forged. */
export function answeredTwice({
  count = 1,
  hops = 10,
  gapSeconds = 0.01,
  pauseSeconds = 0,
  client = '10.0.0.7',
  script = new TrafficScript(),
} = {}): TrafficScript {
  for (let i = 0; i < count; i++) {
    const answers = [{ says: first, timeToLive: 64 - hops }, { says: second }]
    asked(script, { client, answers, gapSeconds })
    script.wait(pauseSeconds)
  }
  return script
}

/** Connections that are reset in the name of the server, which answers after that. */
export function cutConnections({
  count = 1,
  hops = 10,
  gapSeconds = 0.01,
  from = 'server' as 'server' | 'client',
  address = '10.0.0.7',
  script = new TrafficScript(),
} = {}): TrafficScript {
  for (let i = 0; i < count; i++) {
    const client = asked(script, { client: address })
    const isServer = from === 'server'
    const [resetter, other] = isServer ? [server, client] : [client, server]
    const place = isServer
      ? { sequence: 5_001, acknowledgement: 1_019 }
      : { sequence: 1_019, acknowledgement: 5_001 }
    script.tcp(resetter, other, rst | ack, { ...place, timeToLive: 64 - hops }).wait(gapSeconds)
    script.tcp(server, client, psh | ack, {
      sequence: 5_001,
      acknowledgement: 1_019,
      payload: second,
    })
  }
  return script
}
