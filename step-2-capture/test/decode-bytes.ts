import { decodeFrame } from '../src/decode/decode-frame.ts'
import { Frame, Layer } from '../src/decode/frame.ts'
import { LinkType } from '../src/pcap/link-type.ts'
import { Packet } from '../src/pcap/packet.ts'
import { type Bytes, zeros } from './packet-bytes.ts'

/** Bytes before the packet, so that a decoder which forgets the offset is found out. */
export const lead = 5

export interface DecodeOptions {
  readonly linkType?: number
  readonly capturedLength?: number
  readonly originalLength?: number
}

export function decode(bytes: Bytes, options: DecodeOptions = {}) {
  const packet = new Packet()
  packet.bytes = Uint8Array.from([...zeros(lead), ...bytes, ...zeros(64)])
  packet.offset = lead
  packet.capturedLength = options.capturedLength ?? bytes.length
  packet.originalLength = options.originalLength ?? bytes.length
  packet.linkType = options.linkType ?? LinkType.ethernet
  const frame = new Frame()
  decodeFrame(packet, frame)
  return { frame, packet, ...describe(packet.bytes, frame) }
}

function describe(bytes: Uint8Array, frame: Frame) {
  const { payloadOffset, payloadLength, addressLength } = frame
  const part = (at: number, length: number) => [...bytes.subarray(at, at + length)]
  return {
    layers: layerNames(frame.layers),
    outer: layerNames(frame.outerLayers),
    source: part(frame.sourceAddressOffset, addressLength),
    destination: part(frame.destinationAddressOffset, addressLength),
    payload: payloadLength > 0 ? part(payloadOffset, payloadLength) : [],
  }
}

export function layerNames(layers: number): string {
  return Object.entries(Layer)
    .filter(([, bit]) => layers & bit)
    .map(([name]) => name)
    .join(' ')
}
