/** Builds captures byte by byte for tests, in variants that the writers never make. */
export interface CaptureBytesOptions {
  readonly littleEndian: boolean
}

export class CaptureBytes {
  readonly #parts: number[] = []
  readonly #littleEndian: boolean

  constructor({ littleEndian }: CaptureBytesOptions) {
    this.#littleEndian = littleEndian
  }

  u8(...values: readonly number[]): this {
    this.#parts.push(...values.map((value) => value & 255))
    return this
  }

  u16(...values: readonly number[]): this {
    for (const value of values) this.#word(value, 2)
    return this
  }

  u32(...values: readonly number[]): this {
    for (const value of values) this.#word(value, 4)
    return this
  }

  /** The file header of a pcap file. */
  pcapHeader({ magic = 0xa1b2c3d4, major = 2, minor = 4, linkType = 1 } = {}): this {
    return this.u32(magic).u16(major, minor).u32(0, 0, 65_535, linkType)
  }

  pcapRecord({
    seconds = 0,
    fraction = 0,
    data = [] as readonly number[],
    length = -1,
  } = {}): this {
    return this.u32(seconds, fraction, data.length, length < 0 ? data.length : length).u8(...data)
  }

  /** A pcapng block around a body that was built with the same byte order. */
  block(type: number, body: CaptureBytes): this {
    const bytes = body.#parts
    const padding = new Array<number>((4 - (bytes.length % 4)) % 4).fill(0)
    const length = 12 + bytes.length + padding.length
    return this.u32(type, length)
      .u8(...bytes, ...padding)
      .u32(length)
  }

  section({ major = 1, minor = 0, options = this.empty() } = {}): this {
    const body = this.empty().u32(0x1a2b3c4d).u16(major, minor).u32(0xffffffff, 0xffffffff)
    return this.block(0x0a0d0d0a, body.u8(...options.#parts))
  }

  interface({ linkType = 1, snapLength = 0, options = this.empty() } = {}): this {
    const body = this.empty().u16(linkType, 0).u32(snapLength)
    return this.block(1, body.u8(...options.#parts))
  }

  enhancedPacket({
    from = 0,
    high = 0,
    low = 0,
    data = [] as readonly number[],
    length = -1,
  } = {}) {
    const body = this.empty().u32(from, high, low, data.length, length < 0 ? data.length : length)
    return this.block(6, body.u8(...data))
  }

  /** A pcapng option. */
  option(code: number, ...value: readonly number[]): this {
    this.u16(code, value.length).u8(...value)
    while (this.#parts.length % 4 !== 0) this.u8(0)
    return this
  }

  empty(): CaptureBytes {
    return new CaptureBytes({ littleEndian: this.#littleEndian })
  }

  append(other: CaptureBytes): this {
    return this.u8(...other.#parts)
  }

  toBytes(): Uint8Array {
    return Uint8Array.from(this.#parts)
  }

  #word(value: number, width: number): void {
    for (let i = 0; i < width; i++) {
      const shift = 8 * (this.#littleEndian ? i : width - 1 - i)
      this.#parts.push((value >>> shift) & 255)
    }
  }
}
