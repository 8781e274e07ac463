import { ByteWindow } from './byte-window.ts'
import type { Packet } from './packet.ts'
import { PcapParser, pcapByteOrder, pcapFileHeaderLength } from './pcap-parser.ts'
import { PcapngParser, sectionHeaderType } from './pcapng-parser.ts'
import type { CaptureFailure, RecordParser } from './record-parser.ts'

/**
 * Reads the packets of a capture in any pcap or pcapng variant. Push a chunk, call `next` until it
 * says false, push the following chunk, and after the last one call `end`. How the bytes are cut
 * never changes what comes out. A chunk is borrowed until `next` says false, and the packet's
 * bytes are valid until the following call of `next`: nothing is copied, nothing allocated.
 */
export class CaptureReader {
  #window = new ByteWindow()
  #parser: RecordParser | null = null
  #failure: CaptureFailure | null = null
  #isDrained = true
  #isEnded = false
  /** Records before that offset are passed over: a double, as offsets outgrow 31 bits. */
  #skipBytes = Number.NEGATIVE_INFINITY

  /** For example `pcap-le-us` or `pcapng-be`; `unknown` before the first bytes have come. */
  get format(): string {
    return this.#parser?.format ?? 'unknown'
  }

  /** LINKTYPE_ values that were declared so far, in order, each once. */
  get linkTypes(): readonly number[] {
    return this.#parser?.linkTypes ?? []
  }

  /** Packets whose times cannot be, as far as the capture was read. */
  get invalidTimeCount(): number {
    return this.#parser?.invalidTimeCount ?? 0
  }

  /** Why reading stopped before the end, or null. Packets that came before it stand. */
  get error(): CaptureFailure | null {
    return this.#failure
  }

  /** Offset in the uncompressed capture up to which records were read. */
  get offset(): number {
    return this.#window.streamOffset
  }

  /** What is pushed from now on is another file: its packets are numbered from 0. */
  startFile({ skipBytes }: { readonly skipBytes: number }): void {
    this.#window = new ByteWindow()
    this.#parser = null
    this.#failure = null
    this.#isDrained = true
    this.#isEnded = false
    this.#skipBytes = skipBytes
  }

  push(chunk: Uint8Array): void {
    if (!this.#isDrained) throw new Error('push() before next() said false')
    if (this.#isEnded) throw new Error('push() after end()')
    if (this.#failure !== null) return
    this.#window.push(chunk)
    this.#isDrained = false
  }

  /** No more chunks: a record that is not complete by now never will be. */
  end(): void {
    this.#isEnded = true
    if (this.#isDrained) this.#settle()
  }

  /** Reads one packet; false when more bytes are needed, or after the end or an error. */
  next(packet: Packet): boolean {
    while (this.#parser?.next(this.#window, packet)) {
      if (packet.recordOffset >= this.#skipBytes) return true
    }
    if (this.#parser === null && this.#failure === null && this.#recognise()) {
      return this.next(packet)
    }
    this.#isDrained = true
    this.#failure ??= this.#parser?.failure ?? null
    if (this.#isEnded) this.#settle()
    return false
  }

  #recognise(): boolean {
    const window = this.#window
    if (!window.has(4)) return false
    const magic = window.view.getUint32(window.at)
    if (magic === sectionHeaderType) {
      this.#parser = new PcapngParser()
      return true
    }
    const order = pcapByteOrder(magic)
    if (order === null) {
      const message = `a file that starts with 0x${magic.toString(16).padStart(8, '0')} is no capture`
      this.#failure = { code: 'E_NOT_A_CAPTURE', message, offset: 0 }
      return false
    }
    if (!window.has(pcapFileHeaderLength)) return false
    this.#parser = new PcapParser(window, order)
    return true
  }

  #settle(): void {
    const { streamOffset: offset, remaining } = this.#window
    if (this.#failure !== null || (this.#parser !== null && remaining === 0)) return
    this.#failure =
      this.#parser === null && remaining < 4
        ? {
            code: 'E_NOT_A_CAPTURE',
            message: `a capture cannot be ${remaining} bytes long`,
            offset,
          }
        : {
            code: 'E_CAPTURE_TRUNCATED',
            message: `the capture ends ${remaining} bytes into a record`,
            offset,
          }
  }
}
