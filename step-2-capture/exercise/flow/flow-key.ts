import { yourTurn } from 'step-1-skeleton/errors'
import { type Frame, IpProtocol, TcpFlag } from '../decode/frame.ts'
import { readWord, writeAddressWords } from '../memory/address-words.ts'
import type { KeyIndex } from '../memory/key-index.ts'

/*
 * Your task: the key by which packets are gathered to flows. The question and its answer belong to
 * one flow, so both directions must have the same key, word for word.
 */

/** Protocol, ports and two IPv6 addresses; IPv4 needs four of these words. */
export const flowKeyWordCount = 10

/**
 * Writes the frame's key into `index.key`, its length in words into `index.keyLength`, and returns
 * whether the source is the low end. The low end is the one with the lower address; where both
 * addresses are equal, the one with the lower port, and without ports the source.
 *
 *   word 0      protocol << 8 | length of an address in bytes (4 or 16)
 *   word 1      port of the low end << 16 | port of the high end; 0 without ports (`hasPorts`)
 *   words 2-3   IPv4: address of the low end, address of the high end (`readWord`); length 4
 *   words 2-9   IPv6: the same with four words each (`writeAddressWords`); length 10
 *
 * `frame.addressLength` is 4 or 16; `frame.sourceAddressOffset` and `frame.destinationAddressOffset`
 * are where the addresses start in `bytes`. IPv6 addresses compare byte by byte: the first byte that
 * differs decides.
 */
export function writeFlowKey(_index: KeyIndex, _bytes: Uint8Array, _frame: Frame): boolean {
  throw yourTurn('flow-key', 'step 2: writeFlowKey()')
}

/** ICMP has no ports: a request and its reply, and errors about either, are one flow. Complete. */
function hasPorts(frame: Frame): boolean {
  return frame.protocol !== IpProtocol.icmp && frame.protocol !== IpProtocol.icmpv6
}

/**
 * Whether the first packet of a flow was sent by its responder, because the capture began late:
 * a SYN-ACK, or anything but a SYN from a well-known port to an ephemeral one. This is complete.
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
