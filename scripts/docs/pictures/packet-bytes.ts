import { type Frame, Layer, TcpFlag } from 'step-2-capture/pictures'
import type { GeneratedDocument } from '../document.ts'
import { type Decoded, decodedPackets } from './decoded.ts'
import { box, svgOf, type Tint, text } from './svg.ts'

const bytesPerRow = 16
const cell = { width: 28, height: 26 }
const grid = { x: 64, y: 84 }
const nameWidth = 274

/** A header field: where the decoder found it, and what it read there. */
interface Field {
  readonly name: string
  readonly offset: number
  readonly length: number
  readonly value: string
  readonly tint: Tint
}

/** The first SYN of the traffic that step 2 simulates, byte by byte. */
export const packetBytesPicture: GeneratedDocument = {
  path: 'docs/pictures/packet-bytes.svg',
  make: () => drawBytes(firstSyn()),
}

export function firstSyn(): Decoded {
  for (const packet of decodedPackets({ scenario: 'vertical_port_scan', seed: 2 })) {
    const { layers, tcpFlags } = packet.frame
    const isSyn = (tcpFlags & (TcpFlag.syn | TcpFlag.ack)) === TcpFlag.syn
    if (layers & Layer.ipv4 && layers & Layer.tcp && isSyn) return packet
  }
  throw new Error('the simulation has no SYN over IPv4')
}

export function drawBytes(packet: Decoded): string {
  const { bytes } = packet
  const fields = fieldsOf(packet)
  const listY = grid.y + Math.ceil(bytes.length / bytesPerRow) * cell.height + 30
  return svgOf({
    title: `The ${bytes.length} bytes of a SYN, and the fields that the decoder reads from them`,
    description: fields
      .map(({ name, offset, value }) => `${name} at byte ${offset}: ${value}.`)
      .join(' '),
    width: 16 + 2 * nameWidth,
    height: listY + Math.ceil(fields.length / 2) * 26 + 8,
    elements: [
      text(16, 28, `A SYN: ${bytes.length} bytes, as they are on the wire`, { look: 'strong' }),
      text(16, 48, 'Coloured: what decodeFrame notes. Grey: read to get there, or skipped.', {
        look: 'soft',
      }),
      ...Array.from({ length: bytesPerRow }, (_, column) =>
        text(grid.x + (column + 0.5) * cell.width, grid.y - 8, String(column), {
          anchor: 'middle',
          look: 'soft',
        }),
      ),
      ...Array.from(bytes, (byte, offset) => drawByte(byte, offset, fields)),
      ...fields.flatMap((field, index) => drawName(field, index, listY)),
    ],
  })
}

function drawByte(byte: number, offset: number, fields: readonly Field[]): string {
  const x = grid.x + (offset % bytesPerRow) * cell.width
  const y = grid.y + Math.floor(offset / bytesPerRow) * cell.height
  const field = fields.find(({ offset: at, length }) => offset >= at && offset < at + length)
  const drawn = [
    box({ x: x + 1, y: y + 1, width: cell.width - 2, height: 24 }, field?.tint ?? 'grey'),
    text(x + cell.width / 2, y + 18, byte.toString(16).padStart(2, '0'), {
      anchor: 'middle',
      look: 'mono',
    }),
  ]
  if (offset % bytesPerRow === 0) {
    drawn.push(text(grid.x - 10, y + 18, String(offset), { anchor: 'end', look: 'soft' }))
  }
  return drawn.join('')
}

function drawName({ name, offset, length, value, tint }: Field, index: number, top: number) {
  const x = 16 + (index % 2) * nameWidth
  const y = top + Math.floor(index / 2) * 26
  const bytes = length === 1 ? `byte ${offset}` : `bytes ${offset}-${offset + length - 1}`
  return [
    box({ x, y: y - 13, width: 16, height: 16 }, tint),
    text(x + 24, y, `${name} ${value}`),
    text(x + nameWidth - 18, y, bytes, { anchor: 'end', look: 'soft' }),
  ]
}

/** Offsets and values out of the frame; a length is that of the field's RFC. */
export function fieldsOf({ bytes, frame, source, destination }: Decoded): Field[] {
  const { networkOffset, transportOffset } = frame
  const fields: Field[] = [
    {
      ...at(networkOffset - 2, 2),
      name: 'EtherType',
      value: `0x${frame.etherType.toString(16).padStart(4, '0')}`,
      tint: 'purple',
    },
    { ...at(networkOffset + 2, 2), name: 'IP length', value: `${frame.ipLength}`, tint: 'green' },
    { ...at(networkOffset + 8, 1), name: 'TTL', value: `${frame.timeToLive}`, tint: 'purple' },
    { ...at(networkOffset + 9, 1), name: 'protocol', value: `${frame.protocol}`, tint: 'yellow' },
    { ...at(frame.sourceAddressOffset, 4), name: 'from', value: source, tint: 'blue' },
    { ...at(frame.destinationAddressOffset, 4), name: 'to', value: destination, tint: 'red' },
    {
      ...at(transportOffset, 2),
      name: 'from port',
      value: `${frame.sourcePort}`,
      tint: 'green',
    },
    {
      ...at(transportOffset + 2, 2),
      name: 'to port',
      value: `${frame.destinationPort}`,
      tint: 'yellow',
    },
    {
      ...at(transportOffset + 4, 4),
      name: 'sequence',
      value: `${frame.tcpSequence}`,
      tint: 'blue',
    },
    { ...at(transportOffset + 13, 1), name: 'flags', value: flagNames(frame), tint: 'red' },
    { ...at(transportOffset + 14, 2), name: 'window', value: `${frame.tcpWindow}`, tint: 'purple' },
  ]
  return fields.filter(({ offset }) => offset >= 0 && offset < bytes.length)
}

function at(offset: number, length: number): Pick<Field, 'offset' | 'length'> {
  return { offset, length }
}

export function flagNames({ tcpFlags }: Frame): string {
  return Object.entries(TcpFlag)
    .filter(([, bit]) => tcpFlags & bit)
    .map(([name]) => name.toUpperCase())
    .join(' + ')
}
