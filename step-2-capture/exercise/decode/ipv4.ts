import { yourTurn } from 'step-1-skeleton/errors'
import { readUint16 } from './big-endian.ts'
import { type Frame, Layer, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { headerOfIpProtocol } from './ip-protocol.ts'
import { announceNetwork, enterFragment, enterNetwork } from './network.ts'
import { stopMalformed, stopShort } from './stop.ts'

/*
 * Your task: read an IPv4 header (RFC 791, section 3.1). Everything that you need is imported;
 * `frame.ts` says what each field of a frame is, `stop.ts` how a decoder gives up.
 *
 *   byte 0      version (4) in the high four bits, header length in 32-bit words in the low four
 *   bytes 2-3   length of the packet, its header included
 *   bytes 4-5   identification
 *   bytes 6-7   flags and fragment offset: 0x2000 more fragments, 0x1fff offset in units of 8 bytes
 *   byte 8      time to live
 *   byte 9      protocol of what follows
 *   bytes 12-15 source address; 16-19 destination address; then options, up to the header length
 */

/**
 * Decodes the header at `frame.at`, and returns the Header that follows it. In this order:
 * 1. `announceNetwork(frame, Layer.ipv4)`.
 * 2. Fewer than 20 bytes captured (`frame.capturedEnd - at`): `return stopShort(frame, at, 20)`.
 * 3. Version is not 4, or the header has less than 20 bytes: `return stopMalformed` with the reason
 *    `badVersion` or `badLength`, at the header's start.
 * 4. The packet's length: 0 means all that was sent, up to `frame.wireEnd` (a card that cuts
 *    segments itself leaves it so). Less than the header: malformed, `badLength`, at its own byte.
 * 5. `enterNetwork(frame, Layer.ipv4, at)`; then set sourceAddressOffset, destinationAddressOffset,
 *    addressLength, timeToLive, ipLength and protocol.
 * 6. Part of the header (its options) not captured: stopShort again.
 * 7. Move `frame.at` behind the header. Where `wireEnd` or `capturedEnd` lies beyond the packet's
 *    end, move it back there: what follows is padding of the link.
 * 8. A fragment (more fragments, or an offset): set fragmentId and fragmentOffset (in bytes), call
 *    `enterFragment(frame)`; one with an offset has no transport header, so return `Header.none`.
 * 9. Return `headerOfIpProtocol(protocol)`.
 */
export function decodeIpv4(_bytes: Uint8Array, _frame: Frame): number {
  throw yourTurn('ipv4', 'step 2: decodeIpv4()')
}
