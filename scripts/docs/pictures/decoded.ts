import { decodeFrame, Frame, Packet, simulate } from 'step-2-capture/pictures'

/** A simulated packet with what the decoder of step 2 read from it. */
export interface Decoded {
  readonly bytes: Uint8Array
  readonly frame: Frame
  readonly timeUs: number
  /** `10.0.0.5`, or empty where there is no IPv4 address. */
  readonly source: string
  readonly destination: string
}

const ethernet = 1

/** The packets of a simulation, decoded one by one: the same seed gives the same. */
export function* decodedPackets(options: Parameters<typeof simulate>[0]): Generator<Decoded> {
  for (const { bytes, timeUs, timeSeconds, timeNanoseconds } of simulate(options)) {
    const packet = packetOf(bytes, timeUs)
    packet.timeSeconds = timeSeconds
    packet.timeNanoseconds = timeNanoseconds
    const frame = new Frame()
    decodeFrame(packet, frame)
    const source = addressAt(bytes, frame.sourceAddressOffset, frame.addressLength)
    const destination = addressAt(bytes, frame.destinationAddressOffset, frame.addressLength)
    yield { bytes, frame, timeUs, source, destination }
  }
}

export function packetOf(bytes: Uint8Array, timeUs: number): Packet {
  const packet = new Packet()
  packet.bytes = bytes
  packet.capturedLength = bytes.length
  packet.originalLength = bytes.length
  packet.timeUs = timeUs
  packet.linkType = ethernet
  return packet
}

function addressAt(bytes: Uint8Array, offset: number, length: number): string {
  return length === 4 ? bytes.subarray(offset, offset + 4).join('.') : ''
}
