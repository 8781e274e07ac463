import { yourTurn } from 'step-1-skeleton/errors'
import { readUint16 } from './big-endian.ts'
import { isDns } from './dns-port.ts'
import { type Frame, Layer, Malformed } from './frame.ts'
import { announceTransport } from './network.ts'
import { setPayload } from './payload.ts'
import { stopMalformed, stopShort } from './stop.ts'
import { tunnelOf } from './tunnel-port.ts'

/*
 * Your task: read a UDP header (RFC 768). Everything that you need is imported; `frame.ts` says what
 * each field of a frame is, `stop.ts` how a decoder gives up, `payload.ts` what a payload is.
 *
 *   bytes 0-1  source port          bytes 2-3  destination port
 *   bytes 4-5  length of header and payload
 *   bytes 6-7  checksum, which is not looked at: a network card may fill it in later
 */

/**
 * Decodes the header at `frame.at`, and returns the Header that follows it. In this order:
 * 1. `announceTransport(frame, Layer.udp)`.
 * 2. Fewer than 8 bytes captured (`frame.capturedEnd - at`): `return stopShort(frame, at, 8)`.
 * 3. Add `Layer.udp` to `frame.layers`; set transportOffset, sourcePort, destinationPort.
 * 4. Length 0 in IPv6 is a jumbogram, which ends where the packet ends (`frame.wireEnd`). Otherwise
 *    a length below 8 is malformed: badLength, at its own byte.
 * 5. `setPayload` from behind the header to the end that the length says, but not beyond `wireEnd`.
 *    A length beyond `wireEnd` is malformed (badLength, at its own byte), except in a fragment
 *    (`Layer.fragment` in `frame.layers`): the first one has the length of the whole datagram.
 * 6. Where `isDns(frame)`, add `Layer.dns`.
 * 7. Move `frame.at` behind the header, and return `tunnelOf` of both ports.
 */
export function decodeUdp(_bytes: Uint8Array, _frame: Frame): number {
  throw yourTurn('udp', 'step 2: decodeUdp()')
}
