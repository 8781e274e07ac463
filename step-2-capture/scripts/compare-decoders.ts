import { spawnSync } from 'node:child_process'
import { createReadStream, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { decodeFrame } from '../src/decode/decode-frame.ts'
import { DhcpMessage } from '../src/decode/dhcp.ts'
import { DnsMessage, parseDnsFrame } from '../src/decode/dns.ts'
import { Frame, Layer } from '../src/decode/frame.ts'
import { HttpHead, HttpKind } from '../src/decode/http.ts'
import { ModbusMessage } from '../src/decode/modbus.ts'
import { QuicFound, QuicHelloReader } from '../src/decode/quic.ts'
import { ja3, TlsFound, TlsHelloReader } from '../src/decode/tls.ts'
import { CaptureReader } from '../src/pcap/capture-reader.ts'
import { uncompressed } from '../src/pcap/gunzip.ts'
import { Packet } from '../src/pcap/packet.ts'

/**
 * Compares the application decoders with tshark, frame by frame: `compare-decoders.ts FOLDER`
 * reads every capture in FOLDER. tshark does not put segments together here, since a decoder sees
 * one payload. Prints how many values agree (in any
 * case), differ, or are seen by one of the two only; SHOW=1 prints those.
 */
interface Comparison {
  readonly filter: string
  /** tshark's fields; several are joined with a bar. */
  readonly fields: readonly string[]
  /** The same from our decoders, or null where they find nothing. */
  readonly read: (bytes: Uint8Array, frame: Frame) => string | null
}

const dns = new DnsMessage()
const tls = new TlsHelloReader()
const http = new HttpHead()
const dhcp = new DhcpMessage()
const modbus = new ModbusMessage()
const quic = new QuicHelloReader()

const comparisons: Record<string, Comparison> = {
  'dns question': {
    filter: 'dns.qry.name && (udp.port == 53 || tcp.port == 53) && !icmp && !icmpv6',
    fields: ['dns.qry.name', 'dns.qry.type', 'dns.flags.rcode'],
    read: (bytes, frame) => {
      if (!(frame.layers & Layer.dns) || !parseDnsFrame(bytes, frame, dns)) return null
      if (dns.declaredQuestions === 0) return null
      return `${dns.name.length === 0 ? '<Root>' : dns.name}|${dns.questionType}|${dns.isResponse ? dns.responseCode : ''}`
    },
  },
  'dns answers': {
    filter: 'dns.count.answers > 0 && dns.count.answers < 30 && udp.port == 53 && !icmp && !icmpv6',
    fields: ['dns.count.answers'],
    read: (bytes, frame) => {
      if (!(frame.layers & Layer.udp) || !(frame.layers & Layer.dns)) return null
      if (!parseDnsFrame(bytes, frame, dns) || dns.declaredAnswers === 0) return null
      return dns.declaredAnswers < 30 ? `${dns.answerCount}` : null
    },
  },
  'tls client': {
    filter: 'tls.handshake.ja3 && tcp',
    fields: ['tls.handshake.ja3', 'tls.handshake.extensions_server_name'],
    read: (bytes, frame) =>
      isTcp(frame) &&
      tls.read(bytes, frame.payloadOffset, frame.payloadLength) === TlsFound.clientHello &&
      tls.client.isComplete
        ? `${ja3(tls.client)}|${tls.client.serverName ?? ''}`
        : null,
  },
  'tls server': {
    filter: 'tls.handshake.type == 2 && tcp',
    fields: ['tls.handshake.ciphersuite'],
    read: (bytes, frame) =>
      isTcp(frame) &&
      tls.read(bytes, frame.payloadOffset, frame.payloadLength) === TlsFound.serverHello
        ? `0x${tls.server.cipherSuite.toString(16).padStart(4, '0')}`
        : null,
  },
  'quic client': {
    filter: 'quic && tls.handshake.ja3',
    fields: ['tls.handshake.ja3', 'tls.handshake.extensions_server_name'],
    read: (bytes, frame) => {
      if (!(frame.layers & Layer.udp)) return null
      if (quic.read(bytes, frame.payloadOffset, frame.payloadLength) !== QuicFound.hello)
        return null
      return `${ja3(quic.hello)}|${quic.hello.serverName ?? ''}`
    },
  },
  'http request': {
    filter: 'http.request.method && tcp',
    fields: ['http.request.method', 'http.request.uri', 'http.host', 'http.user_agent'],
    read: (bytes, frame) => {
      if (!isTcp(frame)) return null
      if (http.parse(bytes, frame.payloadOffset, frame.payloadLength) !== HttpKind.request)
        return null
      const { method, target } = http
      return [method, target, http.header('host'), http.header('user-agent')].join('|')
    },
  },
  'http response': {
    filter: 'http.response.code && tcp',
    fields: ['http.response.code', 'http.server'],
    read: (bytes, frame) =>
      isTcp(frame) &&
      http.parse(bytes, frame.payloadOffset, frame.payloadLength) === HttpKind.response
        ? `${http.status}|${http.header('server') ?? ''}`
        : null,
  },
  dhcp: {
    filter: 'dhcp.option.dhcp && udp && !icmp',
    fields: ['dhcp.option.dhcp', 'dhcp.option.hostname'],
    read: (bytes, frame) =>
      frame.layers & Layer.udp &&
      dhcp.parse(bytes, frame.payloadOffset, frame.payloadLength) &&
      dhcp.type > 0
        ? `${dhcp.type}|${dhcp.hostName ?? ''}`
        : null,
  },
  modbus: {
    filter: 'modbus.func_code && tcp.port == 502',
    fields: ['modbus.func_code', 'mbtcp.unit_id'],
    read: (bytes, frame) =>
      isTcp(frame) &&
      (frame.sourcePort === 502 || frame.destinationPort === 502) &&
      modbus.parse(bytes, frame.payloadOffset, frame.payloadLength)
        ? `${modbus.functionCode}|${modbus.unit}`
        : null,
  },
}

const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: compare-decoders.ts FOLDER [NAME]')
const chosen = Object.entries(comparisons).filter(([name]) =>
  name.startsWith(process.argv[3] ?? ''),
)
const files = readdirSync(folder).sort()
for (const [name, comparison] of chosen) {
  const counts = { agree: 0, differ: 0, onlyTshark: 0, onlyHere: 0 }
  for (const file of files) await compareFile(name, join(folder, file), comparison, counts)
  console.log(name.padEnd(16), JSON.stringify(counts))
}

async function compareFile(
  name: string,
  path: string,
  comparison: Comparison,
  counts: Record<'agree' | 'differ' | 'onlyTshark' | 'onlyHere', number>,
): Promise<void> {
  const expected = tsharkValues(path, comparison)
  for await (const [index, actual] of readValues(path, comparison)) {
    const wanted = expected.get(index)
    expected.delete(index)
    if (wanted === undefined) counts.onlyHere++
    else if (wanted.trim().toLowerCase() === actual.toLowerCase()) counts.agree++
    else {
      counts.differ++
      if (process.env.SHOW) console.log(name, path, index, { wanted, actual })
    }
  }
  counts.onlyTshark += expected.size
  if (process.env.SHOW && expected.size > 0)
    console.log(name, path, 'only tshark', [...expected].slice(0, 3))
}

async function* readValues(path: string, { read }: Comparison): AsyncGenerator<[number, string]> {
  const reader = new CaptureReader()
  const packet = new Packet()
  const frame = new Frame()
  quic.start()
  for await (const chunk of uncompressed(createReadStream(path))) {
    reader.push(chunk)
    while (reader.next(packet)) {
      decodeFrame(packet, frame)
      const value = frame.payloadLength > 0 ? read(packet.bytes, frame) : null
      if (value !== null) yield [packet.index + 1, value]
    }
  }
}

function tsharkValues(path: string, { filter, fields }: Comparison): Map<number, string> {
  const options = ['-o', 'tcp.desegment_tcp_streams:FALSE', '-o', 'ip.defragment:FALSE']
  const columns = ['frame.number', ...fields].flatMap((field) => ['-e', field])
  const printed = spawnSync(
    'tshark',
    ['-r', path, ...options, '-Y', filter, '-T', 'fields', '-E', 'occurrence=f', ...columns],
    { encoding: 'latin1', maxBuffer: 2 ** 30 },
  ).stdout
  const rows = printed.split('\n').filter((line) => line !== '')
  return new Map(
    rows.map((row) => {
      const [number, ...values] = row.split('\t')
      return [Number(number), values.join('|')]
    }),
  )
}

function isTcp(frame: Frame): boolean {
  return (frame.layers & Layer.tcp) !== 0
}
