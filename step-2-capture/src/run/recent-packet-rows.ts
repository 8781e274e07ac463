import { type Frame, Layer } from '../decode/frame.ts'
import { protocolNames, protocolOf } from '../decode/protocol-names.ts'
import type { Traffic } from '../flow/traffic.ts'
import { AddressFamily, addressText, writeAddressWords } from '../memory/address-words.ts'
import type { Packet } from '../pcap/packet.ts'
import { noteTime, PacketNote } from './packet-note.ts'
import type { PacketRow } from './status.ts'

/** 200 rows fill any screen; with their strings they are about 60 kB. */
export const recentPacketCountMax = 200

/** Notes each packet, and turns the newest of them into rows on request. */
export class PacketRows {
  readonly #traffic: Traffic
  readonly #notes = Array.from({ length: recentPacketCountMax }, () => new PacketNote())
  readonly #words = new Uint32Array(4)
  readonly #onNote: ((note: PacketNote) => void) | undefined
  #count = 0

  /** @param onNote Told every packet; the note is used again later. */
  constructor(traffic: Traffic, onNote?: (note: PacketNote) => void) {
    this.#traffic = traffic
    this.#onNote = onNote
  }

  note(packet: Packet, frame: Frame, isBad: boolean): void {
    const note = this.#notes[this.#count++ % recentPacketCountMax] as PacketNote
    note.timeSeconds = packet.timeSeconds
    note.timeNanoseconds = packet.timeNanoseconds
    note.protocol = protocolOf(frame)
    note.length = packet.originalLength
    // Where ICMP keeps its type and code, a row has no ports.
    const hasPorts = (frame.layers & (Layer.icmp | Layer.icmpv6)) === 0
    note.sourcePort = hasPorts ? frame.sourcePort : 0
    note.destinationPort = hasPorts ? frame.destinationPort : 0
    note.isBad = isBad
    this.#noteAddresses(note, packet, frame)
    this.#onNote?.(note)
  }

  /** The newest packets since the last call, at most 200, oldest first. */
  take(): PacketRow[] {
    const count = Math.min(this.#count, recentPacketCountMax)
    const rows: PacketRow[] = []
    for (let index = this.#count - count; index < this.#count; index++) {
      rows.push(toRow(this.#notes[index % recentPacketCountMax] as PacketNote))
    }
    this.#count = 0
    return rows
  }

  #noteAddresses(note: PacketNote, packet: Packet, frame: Frame): void {
    const { flow, flows, hosts } = this.#traffic
    if (flow !== -1) {
      // The host table keeps the text of each address, so that no packet makes a new one.
      const originator = hosts.text(flows.originator(flow))
      const responder = hosts.text(flows.responder(flow))
      note.source = flows.fromOriginator ? originator : responder
      note.destination = flows.fromOriginator ? responder : originator
      return
    }
    const { bytes } = packet
    const length = frame.addressLength
    note.source =
      this.#address(bytes, frame.sourceAddressOffset, length) ||
      this.#address(bytes, frame.sourceMacOffset, 6)
    note.destination =
      this.#address(bytes, frame.destinationAddressOffset, length) ||
      this.#address(bytes, frame.destinationMacOffset, 6)
  }

  #address(bytes: Uint8Array, offset: number, length: number): string {
    if (offset < 0 || length === 0) return ''
    const family =
      length === 4 ? AddressFamily.ipv4 : length === 16 ? AddressFamily.ipv6 : AddressFamily.mac
    writeAddressWords(this.#words, 0, bytes, offset, length)
    return addressText(family, [...this.#words])
  }
}

function toRow(note: PacketNote): PacketRow {
  return {
    Time: noteTime(note),
    Source: note.source,
    Destination: note.destination,
    Protocol: protocolNames[note.protocol] ?? 'other',
    Length: String(note.length),
    'Source Port': String(note.sourcePort),
    'Destination Port': String(note.destinationPort),
    bad_packet: note.isBad ? '1' : '0',
  }
}
