import { type Frame, Layer } from '../decode/frame.ts'
import { protocolNames, protocolOf } from '../decode/protocol-names.ts'
import { revisedPacketCountMax } from '../detect/seam/packet-ring.ts'
import type { Traffic } from '../flow/traffic.ts'
import { AddressFamily, addressText, writeAddressWords } from '../memory/address-words.ts'
import type { Packet } from '../pcap/packet.ts'
import { noteTime, PacketNote } from './packet-note.ts'
import type { PacketRow } from './status.ts'

/** 200 rows fill any screen; with their strings they are about 60 kB. */
export const recentPacketCountMax = 200

/** Rows of a link are given away ten seconds of traffic later: until then a verdict may change. */
const linkHeldSecondsMax = 10

export interface PacketRowsOptions {
  /** Takes every packet once its verdict is final; the note is used again later. */
  readonly sink?: { add(note: PacketNote): void } | undefined
  /** What is read as it is sent is wanted soon: a verdict is final after ten seconds. File by default. */
  readonly mode?: 'file' | 'link'
}

/**
 * Notes each packet, and turns the newest of them into rows on request. What wants every packet gets
 * it when its verdict is final: up to 65,536 notes of 100 B wait for that, 7 MB.
 */
export class PacketRows {
  readonly #traffic: Traffic
  readonly #notes: PacketNote[] = []
  readonly #words = new Uint32Array(4)
  readonly #sink: PacketRowsOptions['sink']
  readonly #heldSecondsMax: number
  readonly #capacity: number
  #count = 0
  #takenCount = 0
  #finalCount = 0

  constructor(traffic: Traffic, { sink, mode }: PacketRowsOptions = {}) {
    this.#traffic = traffic
    this.#sink = sink
    this.#heldSecondsMax = mode === 'link' ? linkHeldSecondsMax : Number.POSITIVE_INFINITY
    this.#capacity = sink ? revisedPacketCountMax : recentPacketCountMax
  }

  note(packet: Packet, frame: Frame, isBad: boolean): void {
    if (this.#sink) this.#finish(packet.timeSeconds - this.#heldSecondsMax)
    const slot = this.#count++ % this.#capacity
    let note = this.#notes[slot]
    if (note === undefined) {
      note = new PacketNote()
      this.#notes.push(note)
    }
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
  }

  /** A packet that was noted, counted from 0, is bad after all. */
  revise(number: number): void {
    if (number < this.#count - this.#capacity || number >= this.#count) return
    this.#noteAt(number).isBad = true
  }

  /** The newest packets since the last call, at most 200, oldest first. */
  take(): PacketRow[] {
    if (this.#takenCount === this.#count) this.settle()
    const first = Math.max(this.#takenCount, this.#count - recentPacketCountMax)
    const rows: PacketRow[] = []
    for (let number = first; number < this.#count; number++) rows.push(toRow(this.#noteAt(number)))
    this.#takenCount = this.#count
    return rows
  }

  /** Nothing has come since the last rows, or the capture is over: what waits is final. */
  settle(): void {
    this.#finish(Number.POSITIVE_INFINITY)
  }

  /** Gives away what has no room any more, or is older than that. */
  #finish(untilSeconds: number): void {
    while (this.#finalCount < this.#count) {
      const note = this.#noteAt(this.#finalCount)
      const isFull = this.#count - this.#finalCount === this.#capacity
      if (!isFull && note.timeSeconds > untilSeconds) return
      this.#sink?.add(note)
      this.#finalCount++
    }
  }

  #noteAt(number: number): PacketNote {
    // Numbers come from this class alone.
    return this.#notes[number % this.#capacity] as PacketNote
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
