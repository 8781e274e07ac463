import { type Frame, Layer } from '../decode/frame.ts'
import type { Traffic } from '../detect/traffic.ts'
import { AddressFamily, addressText, writeAddressWords } from '../flow/address-words.ts'
import { FlowColumn } from '../flow/flow-column.ts'
import type { Packet } from '../pcap/packet.ts'
import { protocolNames, protocolOf } from '../protocol-counts.ts'
import type { PacketRow } from '../status.ts'

/** 200 rows fill any screen; with their strings they are about 60 kB. */
export const recentPacketCountMax = 200

/** The columns of `anomaly_results.csv`, exactly. */
export const packetColumns = [
  'Time',
  'Source',
  'Destination',
  'Protocol',
  'Length',
  'Source Port',
  'Destination Port',
  'bad_packet',
] as const satisfies readonly (keyof PacketRow)[]

export function packetRowLine(row: PacketRow): string {
  return `${packetColumns.map((column) => row[column]).join(',')}\n`
}

/** What a row is made of, before it is text; reused, because one is made for every packet. */
class PacketNote {
  timeSeconds = 0
  timeNanoseconds = 0
  source = ''
  destination = ''
  protocol = 0
  length = 0
  sourcePort = 0
  destinationPort = 0
  isBad = false
}

/** Notes each packet, and turns the newest of them into rows when somebody asks. */
export class PacketRows {
  readonly #traffic: Traffic
  readonly #notes = Array.from({ length: recentPacketCountMax }, () => new PacketNote())
  readonly #words = new Uint32Array(4)
  readonly #onLine: ((line: string) => void) | undefined
  readonly #clock = new ClockText()
  #count = 0

  /** @param onLine Told every packet as a line of `anomaly_results.csv`. */
  constructor(traffic: Traffic, onLine?: (line: string) => void) {
    this.#traffic = traffic
    this.#onLine = onLine
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
    this.#onLine?.(this.#line(note))
  }

  /** The newest packets since the last call, at most 200, oldest first. */
  take(): PacketRow[] {
    const count = Math.min(this.#count, recentPacketCountMax)
    const rows: PacketRow[] = []
    for (let index = this.#count - count; index < this.#count; index++) {
      rows.push(this.#row(this.#notes[index % recentPacketCountMax] as PacketNote))
    }
    this.#count = 0
    return rows
  }

  #noteAddresses(note: PacketNote, packet: Packet, frame: Frame): void {
    const { flow, flows, hosts } = this.#traffic
    if (flow !== -1) {
      // The host table keeps the text of each address, so that no packet makes a new one.
      const originator = hosts.text(flows.value(flow, FlowColumn.originator))
      const responder = hosts.text(flows.value(flow, FlowColumn.responder))
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

  #line(note: PacketNote): string {
    const time = this.#clock.text(note.timeSeconds, note.timeNanoseconds)
    return `${time},${note.source},${note.destination},${protocolNames[note.protocol]},${note.length},${note.sourcePort},${note.destinationPort},${note.isBad ? 1 : 0}\n`
  }

  #row(note: PacketNote): PacketRow {
    return {
      Time: this.#clock.text(note.timeSeconds, note.timeNanoseconds),
      Source: note.source,
      Destination: note.destination,
      Protocol: protocolNames[note.protocol] ?? 'other',
      Length: String(note.length),
      'Source Port': String(note.sourcePort),
      'Destination Port': String(note.destinationPort),
      bad_packet: note.isBad ? '1' : '0',
    }
  }
}

/** RFC 3339 in UTC with microseconds; the part up to the second is kept from packet to packet. */
class ClockText {
  #second = Number.NaN
  #prefix = ''

  text(seconds: number, nanoseconds: number): string {
    if (seconds !== this.#second) {
      this.#second = seconds
      this.#prefix = new Date(Math.min(seconds * 1000, 8.64e15)).toISOString().slice(0, -4)
    }
    const microseconds = Math.floor(nanoseconds / 1000)
    return `${this.#prefix}${String(microseconds + 1_000_000).slice(1)}Z`
  }
}
