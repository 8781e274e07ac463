import { type Frame, IpProtocol, TcpFlag } from '../decode/frame.ts'
import { isGroupMac } from '../decode/group-mac.ts'
import type { Endpoint, KnownServices } from './known-services.ts'
import { Speech, speechOfDatagram, speechOfSegment } from './reply-payload.ts'
import { serviceRank } from './service-port.ts'

/** Types of ICMP and ICMPv6 that answer a question: echo, timestamp, information, mask. */
const icmpAnswers: readonly number[] = [0, 14, 16, 18]
const icmpv6EchoReply = 129

/**
 * Whether the first packet of a flow was sent by its responder, because the capture began late or the
 * question was lost. What tells it, in this order: the receiver is many hosts; the handshake; what is
 * said; which end answered before. Ports come last, and only for a packet that acknowledges something
 * or is long: a short datagram from port 53 that holds no answer may be anyone's probe.
 */
export function sentByResponder(bytes: Uint8Array, frame: Frame, services: KnownServices): boolean {
  if (isToGroup(bytes, frame)) return false
  if (frame.protocol === IpProtocol.icmp) return icmpAnswers.includes(frame.sourcePort)
  if (frame.protocol === IpProtocol.icmpv6) return frame.sourcePort === icmpv6EchoReply
  const isTcp = frame.protocol === IpProtocol.tcp
  if (isTcp) {
    const handshake = frame.tcpFlags & (TcpFlag.syn | TcpFlag.ack)
    if ((handshake & TcpFlag.syn) !== 0) return handshake !== TcpFlag.syn
  }
  const speech = isTcp ? speechOfSegment(bytes, frame) : speechOfDatagram(bytes, frame)
  if (speech !== Speech.unknown) return speech === Speech.answer
  const isKnown = services.has(bytes, sourceOf(frame))
  if (isKnown !== services.has(bytes, destinationOf(frame))) return isKnown
  return hasServicePort(frame) && (isTcp ? isAcknowledging(frame) : isLong(frame))
}

function isAcknowledging({ tcpFlags }: Frame): boolean {
  return (tcpFlags & (TcpFlag.ack | TcpFlag.rst)) !== 0
}

/** A probe is short. A scan with long ones from such a port shows as answers that no one asked for. */
const answerBytesMin = 100

function isLong({ payloadWireLength }: Frame): boolean {
  return payloadWireLength >= answerBytesMin
}

function hasServicePort({ sourcePort, destinationPort }: Frame): boolean {
  return serviceRank(sourcePort) > serviceRank(destinationPort)
}

/** Broadcast and multicast, by the address or by that of the link. */
function isToGroup(bytes: Uint8Array, frame: Frame): boolean {
  const { destinationAddressOffset: at, destinationMacOffset } = frame
  const first = bytes[at] as number
  if (frame.addressLength === 4 ? first >= 224 : first === 0xff) return true
  return destinationMacOffset !== -1 && isGroupMac(bytes, destinationMacOffset)
}

export function sourceOf(frame: Frame): Endpoint {
  return {
    addressOffset: frame.sourceAddressOffset,
    addressLength: frame.addressLength,
    port: frame.sourcePort,
    protocol: frame.protocol,
  }
}

function destinationOf(frame: Frame): Endpoint {
  return {
    addressOffset: frame.destinationAddressOffset,
    addressLength: frame.addressLength,
    port: frame.destinationPort,
    protocol: frame.protocol,
  }
}
