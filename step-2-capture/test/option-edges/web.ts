import { disguisedProgram } from '../../src/detect/web/disguised-program.ts'
import { driveBy } from '../../src/detect/web/drive-by.ts'
import { encodedCheckIn } from '../../src/detect/web/encoded-check-in.ts'
import { executableTransfer } from '../../src/detect/web/executable-transfer.ts'
import { heartbleed } from '../../src/detect/web/heartbleed.ts'
import { loaderDownload } from '../../src/detect/web/loader-download.ts'
import { sessionTheft } from '../../src/detect/web/session-theft.ts'
import { webScan } from '../../src/detect/web/web-scan.ts'
import type { OptionEdge } from '../option-edge.ts'
import { TrafficScript } from '../traffic-script.ts'

const [client, server] = ['10.0.0.5', '198.51.100.7']

interface Talk {
  readonly says: readonly (string | Uint8Array)[]
  readonly count?: number
  readonly port?: number
}

/** The same connection again and again, ten seconds apart. */
function talk({ says, count = 1, port = 80 }: Talk): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    script.connection(client, `${server}:${port}`, { says }).wait(10)
  }
  return script
}

interface Visit {
  readonly count: number
  readonly aliveCount?: number
  readonly pathCount?: number
}

/** Pages that are there, then pages that are not, a fifth of a second apart. */
function visit({ count, aliveCount = 0, pathCount = count }: Visit): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < aliveCount + count; i++) {
    const request = `GET /p${i % pathCount} HTTP/1.1\r\nHost: a\r\n\r\n`
    const answer = `HTTP/1.1 ${i < aliveCount ? 200 : 404} X\r\nContent-Length: 0\r\n\r\n`
    script.connection(client, `${server}:80`, { says: [request, answer] }).wait(0.2)
  }
  return script
}
const missing = () => visit({ count: 20 })

const ofWebScan: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'missingCountMin', script: missing, below: 21, at: 20 },
  {
    option: 'missingShareMin',
    script: () => visit({ count: 20, aliveCount: 20 }),
    below: 0.51,
    at: 0.5,
  },
  {
    option: 'targetCountMin',
    script: () => visit({ count: 20, pathCount: 10 }),
    below: 11,
    at: 10,
  },
  { option: 'periodSeconds', script: missing, below: 3, at: 4 },
  { option: 'levels.medium', script: missing, below: 21, at: 20 },
  { option: 'levels.high', script: missing, below: 21, at: 20 },
  { option: 'allow', script: missing, below: [client], at: [] },
]

/** A session of 26 characters that goes on at another host with another browser. */
function stolen(): TrafficScript {
  const script = new TrafficScript()
  const cookie = 'PHPSESSID=q4k8u0dsm1l2n3b4v5c6x7z8a9'
  for (const [host, browser] of [
    [client, 'Firefox'],
    ['10.0.0.66', 'Chrome'],
  ] as const) {
    const head = `GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: ${browser}\r\nCookie: ${cookie}\r\n\r\n`
    script.connection(host, `${server}:80`, { says: [head, 'HTTP/1.1 200 OK\r\n\r\n'] }).wait(10)
  }
  return script
}

const ofSessionTheft: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'requestCountMin', script: stolen, below: 2, at: 1 },
  { option: 'cookieLengthMin', script: stolen, below: 27, at: 26 },
  { option: 'forgetAfterSeconds', script: stolen, below: 10, at: 11 },
  { option: 'allow', script: stolen, below: ['10.0.0.66'], at: [] },
]

const tlsHello = '\x16\x03\x01\x00\x05hello'
/** A heartbeat that asks for 16,384 bytes and brings none. */
const bleed = '\x18\x03\x02\x00\x03\x01\x40\x00'
const bleeds = (count: number) => talk({ count, port: 443, says: [tlsHello, tlsHello, bleed] })

/** An encrypted heartbeat, and an answer of 1,025 bytes. */
function leak(): TrafficScript {
  const answer = Buffer.alloc(5 + 1_025, 0xaa)
  answer.set([24, 3, 3, 1_025 >> 8, 1_025 & 255])
  const request = `\x18\x03\x03\x00\x30${'\xaa'.repeat(48)}`
  return talk({ port: 443, says: [tlsHello, tlsHello, request, answer] })
}

const ofHeartbleed: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'messageCountMin', script: () => bleeds(1), below: 2, at: 1 },
  { option: 'answerBytesMax', script: leak, below: 1_025, at: 1_024 },
  {
    option: 'forgetAfterSeconds',
    script: () => bleeds(2),
    others: { messageCountMin: 2 },
    below: 10,
    at: 11,
  },
  { option: 'allow', script: () => bleeds(1), below: [client], at: [] },
]

const program = `MZ${'\0'.repeat(76)}This program cannot be run in DOS mode.\r\n$${'x'.repeat(500)}`
const transfers = (count: number, lead = '') =>
  talk({ count, port: 4_444, says: ['go', `${lead}${program}`] })

const ofExecutableTransfer: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'programCountMin', script: () => transfers(1), below: 2, at: 1 },
  {
    option: 'earlierBytesMax',
    script: () => talk({ port: 4_444, says: ['go', '0123456789', 'on', program] }),
    below: 9,
    at: 10,
  },
  { option: 'leadBytesMax', script: () => transfers(1, '1234'), below: 3, at: 4 },
  {
    option: 'forgetAfterSeconds',
    script: () => transfers(2),
    others: { programCountMin: 2 },
    below: 10,
    at: 11,
  },
  { option: 'allow', script: () => transfers(1), below: [server], at: [] },
]

function posts(body: string, count = 1): TrafficScript {
  const head = `POST /a1.php HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n`
  return talk({ count, says: [head + body] })
}
/** 96 bytes, each another, by what calls itself a browser: log2 of 96 is 6.58 bits. */
function opaque(): TrafficScript {
  const body = Buffer.from(Array.from({ length: 96 }, (_, i) => 128 + i))
  const head = 'POST /home/ HTTP/1.1\r\nHost: a\r\nUser-Agent: Mozilla/4.0\r\nContent-Length: 96'
  return talk({ says: [Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body])] })
}
/** The same to a server that gave the client a page. */
function pageThenPost(): TrafficScript {
  const page = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n'
  const script = talk({ says: ['GET / HTTP/1.1\r\nHost: a\r\n\r\n', page] })
  const head = `POST /a1.php HTTP/1.1\r\nHost: a\r\nContent-Length: ${hex.length}\r\n\r\n`
  return script.connection(client, `${server}:80`, { says: [head + hex] })
}
/** 80 hexadecimal digits, and 96 digits of base64. */
const hex = `abc=${'6b78'.repeat(20)}`
const base64 = `abc=${'QUJDRA'.repeat(16)}`

const ofEncodedCheckIn: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'formCountMin', script: () => posts(hex), below: 2, at: 1 },
  { option: 'fieldNameLengthMax', script: pageThenPost, below: 2, at: 3 },
  { option: 'strangerNameLengthMax', script: () => posts(hex), below: 2, at: 3 },
  { option: 'hexLengthMin', script: () => posts(hex), below: 81, at: 80 },
  { option: 'opaqueBytesMin', script: opaque, below: 97, at: 96 },
  { option: 'opaqueEntropyMin', script: opaque, below: 6.6, at: 6.5 },
  { option: 'base64LengthMin', script: () => posts(base64), below: 97, at: 96 },
  {
    option: 'forgetAfterSeconds',
    script: () => posts(hex, 2),
    others: { formCountMin: 2 },
    below: 10,
    at: 11,
  },
  { option: 'allow', script: () => posts(hex), below: [server], at: [] },
]

const downloads = (count: number) =>
  talk({
    count,
    says: [
      'GET /a.png HTTP/1.1\r\nHost: a\r\n\r\n',
      `HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n${program}`,
    ],
  })

const ofDisguisedProgram: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'programCountMin', script: () => downloads(1), below: 2, at: 1 },
  {
    option: 'forgetAfterSeconds',
    script: () => downloads(2),
    others: { programCountMin: 2 },
    below: 10,
    at: 11,
  },
  { option: 'allow', script: () => downloads(1), below: [server], at: [] },
]

const stages = (count: number) =>
  talk({
    count,
    says: [
      'GET /aaa9 HTTP/1.1\r\nHost: a\r\n\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n\x90',
    ],
  })

const ofLoaderDownload: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'downloadCountMin', script: () => stages(1), below: 2, at: 1 },
  { option: 'stageBytesMin', script: () => stages(1), below: 40_001, at: 40_000 },
  {
    option: 'forgetAfterSeconds',
    script: () => stages(2),
    others: { downloadCountMin: 2 },
    below: 10,
    at: 11,
  },
  { option: 'allow', script: () => stages(1), below: [server], at: [] },
]

/** Contents for Flash and Java, then data of 5,000 bytes, 10 s apart. */
function kit(): TrafficScript {
  const script = new TrafficScript()
  for (const type of ['x-shockwave-flash', 'java-archive', 'octet-stream']) {
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/${type}\r\nContent-Length: 5000`
    const says = ['GET /a1 HTTP/1.1\r\nUser-Agent: Mozilla/5.0\r\n\r\n', `${head}\r\n\r\n`]
    script.connection(client, `${server}:80`, { says }).wait(10)
  }
  return script
}

const ofDriveBy: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'plugInCountMin', script: kit, below: 3, at: 2 },
  { option: 'withinSeconds', script: kit, below: 9, at: 11 },
  { option: 'programBytesMin', script: kit, below: 5_001, at: 5_000 },
  { option: 'allow', script: kit, below: [server], at: [] },
]

export const edges: readonly OptionEdge[] = [
  ...ofWebScan.map((edge) => ({ ...edge, detector: webScan })),
  ...ofSessionTheft.map((edge) => ({ ...edge, detector: sessionTheft })),
  ...ofHeartbleed.map((edge) => ({ ...edge, detector: heartbleed })),
  ...ofExecutableTransfer.map((edge) => ({ ...edge, detector: executableTransfer })),
  ...ofEncodedCheckIn.map((edge) => ({ ...edge, detector: encodedCheckIn })),
  ...ofDriveBy.map((edge) => ({ ...edge, detector: driveBy })),
  ...ofLoaderDownload.map((edge) => ({ ...edge, detector: loaderDownload })),
  ...ofDisguisedProgram.map((edge) => ({ ...edge, detector: disguisedProgram })),
]
