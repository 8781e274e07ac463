import { type DissectedLayer, FieldReader, hex } from './layer.ts'

/** RFC 9293. */
export function tcp(bytes: Uint8Array, start: number, end: number): DissectedLayer {
  const reader = new FieldReader(bytes, start, end)
  const source = reader.number('Source port', 2)
  const destination = reader.number('Destination port', 2)
  reader.number('Sequence number', 4)
  reader.number('Acknowledgment number', 4)
  const offset = reader.number('Header length', 1, (value) => `${(value >> 4) * 4} B`)
  reader.number('Flags', 1, flagsText)
  reader.number('Window', 2)
  reader.number('Checksum', 2, (value) => hex(value, 4))
  reader.number('Urgent pointer', 2)
  const headerEnd = Math.min(end, start + Math.max(20, (offset >> 4) * 4))
  reader.bytes('Options', headerEnd - reader.offset, (options) => `${options.length} B`)
  const layer = { name: 'TCP', start, end: reader.offset, fields: reader.fields }
  const protocol = [source, destination].includes(53) ? 'Data' : 'Text'
  return { layer, next: { protocol, start: headerEnd, end } }
}

/** RFC 768. */
export function udp(bytes: Uint8Array, start: number, end: number): DissectedLayer {
  const reader = new FieldReader(bytes, start, end)
  const source = reader.number('Source port', 2)
  const destination = reader.number('Destination port', 2)
  const length = reader.number('Length', 2)
  reader.number('Checksum', 2, (value) => hex(value, 4))
  const layer = { name: 'UDP', start, end: reader.offset, fields: reader.fields }
  const isDns = [source, destination].some((port) => port === 53 || port === 5353)
  const dataEnd = length >= 8 ? Math.min(end, start + length) : end
  const next = { protocol: isDns ? 'DNS' : 'Text', start: reader.offset, end: dataEnd }
  return { layer, next }
}

/** RFC 792 and RFC 4443: type, code and checksum; the rest depends on the type. */
export function icmp(name: 'ICMP' | 'ICMPv6') {
  return (bytes: Uint8Array, start: number, end: number): DissectedLayer => {
    const reader = new FieldReader(bytes, start, end)
    reader.number('Type', 1)
    reader.number('Code', 1)
    reader.number('Checksum', 2, (value) => hex(value, 4))
    const layer = { name, start, end: reader.offset, fields: reader.fields }
    return { layer, next: { protocol: 'Data', start: reader.offset, end } }
  }
}

/** RFC 1035, section 4.1: the header, and the name that the first question asks for. */
export function dns(bytes: Uint8Array, start: number, end: number): DissectedLayer {
  const reader = new FieldReader(bytes, start, end)
  reader.number('Transaction', 2, (value) => hex(value, 4))
  reader.number(
    'Flags',
    2,
    (value) => `${value & 0x8000 ? 'response' : 'query'}, code ${value & 15}`,
  )
  const questions = reader.number('Questions', 2)
  reader.number('Answers', 2)
  reader.number('Authorities', 2)
  reader.number('Additional', 2)
  if (questions > 0) {
    reader.bytes('Name', nameLength(bytes, reader.offset, end), nameText)
    reader.number('Record type', 2)
    reader.number('Class', 2)
  }
  const layer = { name: 'DNS', start, end: reader.offset, fields: reader.fields }
  return { layer, next: { protocol: 'Data', start: reader.offset, end } }
}

/** Labels up to the empty one; a pointer, which no first question has, ends the name. */
function nameLength(bytes: Uint8Array, start: number, end: number): number {
  let offset = start
  while (offset < end) {
    const length = bytes[offset] ?? 0
    offset += 1 + (length < 64 ? length : 1)
    if (length === 0 || length >= 64) break
  }
  return Math.min(offset, end) - start
}

function nameText(bytes: Uint8Array): string {
  const labels: string[] = []
  for (let offset = 0; offset < bytes.length; ) {
    const length = bytes[offset] ?? 0
    if (length === 0 || length >= 64) break
    labels.push(String.fromCharCode(...bytes.subarray(offset + 1, offset + 1 + length)))
    offset += 1 + length
  }
  return labels.join('.') || '.'
}

const flagNames = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'] as const

function flagsText(value: number): string {
  const set = flagNames.filter((_, bit) => value & (1 << bit))
  return set.length > 0 ? set.join(' ') : 'none'
}
