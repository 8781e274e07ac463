import { readUint16, readUint32 } from '../decode/big-endian.ts'
import type { Frame } from '../decode/frame.ts'
import { latin1Text } from '../decode/latin1.ts'

/** What the payload of a packet says about its sender. */
export const Speech = { unknown: 0, question: 1, answer: 2 } as const

/** Enough for the words that tell a request from a response. */
const headLength = 16

/** Whether a datagram asks or answers, by the protocol that its lower port stands for. */
export function speechOfDatagram(bytes: Uint8Array, frame: Frame): number {
  const { payloadOffset: at, payloadLength: length } = frame
  if (length === 0) return Speech.unknown
  const port = Math.min(frame.sourcePort, frame.destinationPort)
  switch (port) {
    case 53:
    case 137:
    case 5355:
      // QR (RFC 1035, section 4.1.1).
      return length < 12 ? Speech.unknown : answerIf(((bytes[at + 2] as number) & 0x80) !== 0)
    case 67:
      return answerIf(bytes[at] === 2)
    case 123:
      // Mode 4 is a server's (RFC 5905, section 7.3), mode 3 a client's.
      return length < 48 ? Speech.unknown : speechOfMode((bytes[at] as number) & 7)
    case 161:
      return speechOfSnmp(bytes, at, length)
    case 443:
    case 80:
      // QUIC sets this bit in every packet (RFC 9000, section 17); clients start with a long header.
      return speechOfQuic(bytes, frame)
    case 500:
    case 4500:
      return length < 28 ? Speech.unknown : answerIf(((bytes[at + 19] as number) & 0x20) !== 0)
    case 88:
      // AS-REP, TGS-REP and KRB-ERROR (RFC 4120, section 5.10).
      return answerIf([0x6b, 0x6d, 0x7e].includes(bytes[at] as number))
    case 111:
    case 2049:
      // The message type of ONC RPC (RFC 5531, section 9): 0 calls, 1 replies.
      return length < 12 || readUint32(bytes, at + 4) > 1
        ? Speech.unknown
        : answerIf(readUint32(bytes, at + 4) === 1)
    case 1812:
    case 1813:
      return speechOfRadius(bytes, at, length)
    case 1900:
    case 5060:
      return speechOfText(bytes, frame)
    case 3478:
      // The class of a STUN message (RFC 8489, section 5).
      return length < 20 ? Speech.unknown : answerIf(((bytes[at] as number) & 1) !== 0)
    default:
      return Speech.unknown
  }
}

/** Whether a segment asks or answers, by how requests and responses of text and of TLS begin. */
export function speechOfSegment(bytes: Uint8Array, frame: Frame): number {
  const { payloadOffset: at, payloadLength: length } = frame
  if (length < 6) return Speech.unknown
  // A TLS handshake: ClientHello is type 1, ServerHello type 2.
  if (bytes[at] === 22 && bytes[at + 1] === 3) {
    const type = bytes[at + 5]
    return type === 1 ? Speech.question : type === 2 ? Speech.answer : Speech.unknown
  }
  return speechOfText(bytes, frame)
}

const answers = /^(?:HTTP\/1|SIP\/2|220[ -]|\+OK|\* OK)/
const questions =
  /^(?:GET|POST|HEAD|PUT|OPTIONS|CONNECT|M-SEARCH|INVITE|REGISTER|SUBSCRIBE|EHLO|HELO|NOTIFY) /

function speechOfText(bytes: Uint8Array, { payloadOffset, payloadLength }: Frame): number {
  const end = payloadOffset + Math.min(payloadLength, headLength)
  const head = latin1Text(bytes, payloadOffset, end)
  if (answers.test(head)) return Speech.answer
  return questions.test(head) ? Speech.question : Speech.unknown
}

function answerIf(isAnswer: boolean): number {
  return isAnswer ? Speech.answer : Speech.question
}

function speechOfMode(mode: number): number {
  return mode === 4 ? Speech.answer : mode === 3 ? Speech.question : Speech.unknown
}

function speechOfQuic(bytes: Uint8Array, frame: Frame): number {
  const first = bytes[frame.payloadOffset] as number
  if ((first & 0x40) === 0 || frame.payloadLength < 20) return Speech.unknown
  return answerIf(frame.sourcePort < frame.destinationPort)
}

/** SNMP 1 and 2c: the PDU follows the version and the community; 0xa2 is a response. */
function speechOfSnmp(bytes: Uint8Array, at: number, length: number): number {
  // Messages of up to 127 bytes have a length of one byte, longer ones of two or three.
  const lengthByte = bytes[at + 1] as number
  const version = at + 2 + (lengthByte > 0x80 ? lengthByte - 0x80 : 0)
  if (bytes[at] !== 0x30 || version + 5 >= at + length) return Speech.unknown
  const pdu = version + 5 + (bytes[version + 4] as number)
  if (pdu >= at + length) return Speech.unknown
  return answerIf(bytes[pdu] === 0xa2)
}

/** RADIUS (RFC 2865, section 3): the codes of answers, and a length that is the datagram's. */
const radiusAnswers = [2, 3, 5, 11]

function speechOfRadius(bytes: Uint8Array, at: number, length: number): number {
  if (length < 20 || readUint16(bytes, at + 2) !== length) return Speech.unknown
  return answerIf(radiusAnswers.includes(bytes[at] as number))
}
