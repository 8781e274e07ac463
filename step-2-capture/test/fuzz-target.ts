import { DceRpcMessage, uuidOf } from '../src/decode/dce-rpc.ts'
import { decodeFrame } from '../src/decode/decode-frame.ts'
import { DhcpMessage } from '../src/decode/dhcp.ts'
import { DnsMessage } from '../src/decode/dns.ts'
import { DnsName } from '../src/decode/dns-name.ts'
import { Frame, Layer } from '../src/decode/frame.ts'
import { HttpHead } from '../src/decode/http.ts'
import { KerberosMessage } from '../src/decode/kerberos.ts'
import { ModbusMessage } from '../src/decode/modbus.ts'
import { QuicHelloReader } from '../src/decode/quic.ts'
import { isRdpConnection } from '../src/decode/rdp.ts'
import { SmbMessage } from '../src/decode/smb.ts'
import { SnmpMessage } from '../src/decode/snmp.ts'
import { SshLogin } from '../src/decode/ssh-login.ts'
import { ja3, ja4, TlsHelloReader } from '../src/decode/tls.ts'
import { CaptureReader } from '../src/pcap/capture-reader.ts'
import { Packet } from '../src/pcap/packet.ts'

const netlogon = uuidOf('12345678-1234-abcd-ef00-01234567cffb')

/** Everything that reads a stranger's bytes, and the promises it makes about any of them. */
export class FuzzTarget {
  readonly #packet = new Packet()
  readonly #frame = new Frame()
  readonly #dns = new DnsMessage()
  readonly #name = new DnsName()
  readonly #tls = new TlsHelloReader()
  readonly #http = new HttpHead()
  readonly #dhcp = new DhcpMessage()
  readonly #modbus = new ModbusMessage()
  readonly #quic = new QuicHelloReader()
  readonly #rpc = new DceRpcMessage()
  readonly #smb = new SmbMessage(1)
  readonly #snmp = new SnmpMessage()
  readonly #kerberos = new KerberosMessage()

  /** Reads a capture in the given pieces. @throws where a promise is broken. */
  readCapture(chunks: readonly Uint8Array[]): string {
    const reader = new CaptureReader()
    const packet = this.#packet
    let seen = ''
    for (const chunk of chunks) {
      reader.push(chunk)
      while (reader.next(packet)) {
        promise(packet.offset >= 0, 'a packet starts in its buffer')
        promise(
          packet.offset + packet.capturedLength <= packet.bytes.length,
          'a packet ends in its buffer',
        )
        promise(Number.isFinite(packet.timeUs), 'a time is a number')
        this.decode(packet)
        seen += `${packet.timeUs},${packet.capturedLength},${this.#frame.layers};`
      }
    }
    reader.end()
    return `${seen}${reader.error?.code ?? ''}@${reader.error?.offset ?? ''}`
  }

  /** Decodes one packet of any link type. */
  decodeBytes(bytes: Uint8Array, linkType: number, originalLength: number): void {
    const packet = this.#packet
    packet.bytes = bytes
    packet.offset = 0
    packet.capturedLength = bytes.length
    packet.originalLength = originalLength
    packet.linkType = linkType
    this.decode(packet)
  }

  decode(packet: Packet): void {
    const frame = this.#frame
    decodeFrame(packet, frame)
    const end = packet.offset + packet.capturedLength
    if (frame.addressLength > 0) {
      promise(frame.sourceAddressOffset + frame.addressLength <= end, 'the source is captured')
      promise(
        frame.destinationAddressOffset + frame.addressLength <= end,
        'the destination is captured',
      )
    }
    if (frame.layers & (Layer.ipv4 | Layer.ipv6)) {
      promise(frame.addressLength > 0, 'an IP packet has addresses')
    }
    promise(frame.payloadLength <= frame.payloadWireLength, 'no more is captured than was sent')
    if (frame.payloadLength === 0) return
    promise(frame.payloadOffset + frame.payloadLength <= end, 'the payload is captured')
    this.#readPayload(packet.bytes, frame)
  }

  /** Every decoder gets every payload, as a port proves nothing. */
  #readPayload(bytes: Uint8Array, frame: Frame): void {
    const { payloadOffset: at, payloadLength: length } = frame
    if (this.#dns.parse(bytes, at, length)) {
      promise(this.#dns.name.toString().length <= 4 * 255, 'a name is short')
      for (const answer of this.#dns.answers) this.#dns.readAnswerName(answer, this.#name)
    }
    this.#tls.read(bytes, at, length)
    promise(/^[0-9a-f]{32}$/.test(ja3(this.#tls.client)), 'JA3 has 32 digits')
    promise(/^t\w\w[di]\d{4}.{2}_[0-9a-f]{12}_[0-9a-f]{12}$/.test(ja4(this.#tls.client)), 'JA4')
    this.#http.parse(bytes, at, length)
    for (let i = 0; i < this.#http.headerCount; i++) {
      promise(this.#http.headerName(i).length > 0, 'a header field has a name')
      this.#http.headerValue(i)
    }
    if (this.#dhcp.parse(bytes, at, length)) this.#dhcp.hostName
    this.#modbus.parse(bytes, at, length)
    this.#quic.start()
    this.#quic.read(bytes, at, length)
    this.#readWindows(bytes, at, at + length)
    if (this.#snmp.parse(bytes, at, at + length)) {
      promise(this.#snmp.communityEnd <= at + length, 'a community name is captured')
    }
    isRdpConnection(bytes, at, length)
    const login = new SshLogin()
    for (let i = 0; i < 2; i++) login.addServerPayload(bytes, at, length, frame.payloadWireLength)
    promise(login.answerSizes().size <= 1, 'an SSH login counts what follows its first answer')
  }

  #readWindows(bytes: Uint8Array, start: number, end: number): void {
    if (this.#rpc.parse(bytes, start, end)) {
      promise(this.#rpc.end > start, 'the next message of DCE/RPC is behind this one')
      promise(this.#rpc.stubEnd <= end, 'the arguments of a call are captured')
      this.#rpc.binds(netlogon)
    }
    if (this.#smb.parse(bytes, start, end)) {
      promise(this.#smb.dataEnd <= end, 'the data of a write is captured')
      promise(this.#smb.dataStart <= this.#smb.dataEnd, 'data starts before it ends')
    }
    if (this.#kerberos.parse(bytes, start, end)) {
      promise(Number.isInteger(this.#kerberos.errorCode), 'an error code is a number')
    }
  }
}

function promise(isKept: boolean, what: string): void {
  if (!isKept) throw new Error(`broken promise: ${what}`)
}
