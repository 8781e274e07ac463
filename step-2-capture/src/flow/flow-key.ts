import { type Frame, IpProtocol, TcpFlag } from '../decode/frame.ts'
import { readWord, writeAddressWords } from '../memory/address-words.ts'
import type { KeyIndex } from '../memory/key-index.ts'

/** Protocol, ports and two IPv6 addresses; IPv4 needs four of these words. */
export const flowKeyWordCount = 10

/** Writes the frame's key, the lower end first, and says whether that is the source. */
export function writeFlowKey(index: KeyIndex, bytes: Uint8Array, frame: Frame): boolean {
  const { key } = index
  const sourceIsLow = compareEnds(bytes, frame) <= 0
  const { addressLength } = frame
  const source = frame.sourceAddressOffset
  const destination = frame.destinationAddressOffset
  const low = sourceIsLow ? source : destination
  const high = sourceIsLow ? destination : source
  // The first word tells how long the key is.
  key[0] = (frame.protocol << 8) | addressLength
  key[1] = portsWord(frame, sourceIsLow)
  if (addressLength === 4) {
    key[2] = readWord(bytes, low)
    key[3] = readWord(bytes, high)
    index.keyLength = 4
  } else {
    writeAddressWords(key, 2, bytes, low, addressLength)
    writeAddressWords(key, 6, bytes, high, addressLength)
    index.keyLength = flowKeyWordCount
  }
  return sourceIsLow
}

/** Orders the two ends of a frame by address, then by port, so that both directions agree. */
function compareEnds(bytes: Uint8Array, frame: Frame): number {
  const { sourceAddressOffset: source, destinationAddressOffset: destination } = frame
  for (let i = 0; i < frame.addressLength; i++) {
    const difference = (bytes[source + i] as number) - (bytes[destination + i] as number)
    if (difference !== 0) return difference
  }
  return hasPorts(frame) ? frame.sourcePort - frame.destinationPort : 0
}

/** ICMP has no ports: a request and its reply, and errors about either, are one flow. */
function portsWord(frame: Frame, sourceIsLow: boolean): number {
  if (!hasPorts(frame)) return 0
  const low = sourceIsLow ? frame.sourcePort : frame.destinationPort
  const high = sourceIsLow ? frame.destinationPort : frame.sourcePort
  return (low << 16) | high
}

function hasPorts(frame: Frame): boolean {
  return frame.protocol !== IpProtocol.icmp && frame.protocol !== IpProtocol.icmpv6
}

/**
 * Whether the first packet of a flow was sent by its responder, because the capture began late:
 * a SYN-ACK, or anything but a SYN from a well-known port to an ephemeral one.
 */
export function startsWithReply(frame: Frame): boolean {
  if (!hasPorts(frame)) return false
  if (frame.protocol === IpProtocol.tcp) {
    const handshake = frame.tcpFlags & (TcpFlag.syn | TcpFlag.ack)
    if (handshake === (TcpFlag.syn | TcpFlag.ack)) return true
    if (handshake !== TcpFlag.ack) return false
  }
  return frame.sourcePort < 1024 && frame.destinationPort >= 1024
}
