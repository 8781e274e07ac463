export interface ShownPacket {
  /** Epoch seconds. */
  readonly time: number
  readonly linkType: number
  readonly bytes: Uint8Array
  /** Bytes on the wire; more than those kept where the capture cut some off. */
  readonly originalLength: number
}

const fileHeaderBytes = 24
const recordHeaderBytes = 16
const microseconds = 0xa1b2c3d4
const nanoseconds = 0xa1b23c4d

/**
 * The packets of a pcap file (draft-ietf-opsawg-pcap), of either byte order. Undefined for another
 * format: packets of several kinds of link come as pcapng. A record that is cut short ends the list.
 */
export function readPcap(content: ArrayBuffer): ShownPacket[] | undefined {
  const view = new DataView(content)
  if (view.byteLength < fileHeaderBytes) return undefined
  const isLittle = [microseconds, nanoseconds].includes(view.getUint32(0, true))
  const magic = view.getUint32(0, isLittle)
  if (magic !== microseconds && magic !== nanoseconds) return undefined
  const perSecond = magic === microseconds ? 1e6 : 1e9
  const linkType = view.getUint32(20, isLittle) & 0xffff
  const packets: ShownPacket[] = []
  let offset = fileHeaderBytes
  while (offset + recordHeaderBytes <= view.byteLength) {
    const length = view.getUint32(offset + 8, isLittle)
    const start = offset + recordHeaderBytes
    if (start + length > view.byteLength) break
    packets.push({
      time: view.getUint32(offset, isLittle) + view.getUint32(offset + 4, isLittle) / perSecond,
      linkType,
      bytes: new Uint8Array(content, start, length),
      originalLength: view.getUint32(offset + 12, isLittle),
    })
    offset = start + length
  }
  return packets
}
