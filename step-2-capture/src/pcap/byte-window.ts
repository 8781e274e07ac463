/** Room for the tail of a record when a chunk ends inside it; doubled when a record needs more. */
const carryBytesAtStart = 65_536

/**
 * The bytes of a stream that came in chunks, seen as if they were in one piece: `has(n)` makes the
 * next n bytes contiguous in `bytes` from `at` on. Only a record that straddles chunks is copied,
 * and memory grows with bytes that arrived, never with a length that a header claims.
 *
 * A record is asked for in growing steps (its header, then all of it) and then skipped as a whole.
 */
export class ByteWindow {
  bytes: Uint8Array = new Uint8Array(0)
  view: DataView = viewOf(this.bytes)
  at = 0
  end = 0
  /** Offset in the stream of `bytes[0]`. */
  #base = 0
  #chunk: Uint8Array = this.bytes
  #chunkView: DataView = this.view
  #chunkAt = 0
  #chunkBase = 0
  #carry: Uint8Array = new Uint8Array(carryBytesAtStart)
  #carryView: DataView = viewOf(this.#carry)

  /** Offset in the stream of the next byte to read. */
  get streamOffset(): number {
    return this.#base + this.at
  }

  /** Bytes that came and were not skipped yet. */
  get remaining(): number {
    const waiting = this.bytes === this.#carry ? this.#chunk.length - this.#chunkAt : 0
    return this.end - this.at + waiting
  }

  /** Takes the next chunk, once `has` said false; it is borrowed until `has` says so again. */
  push(chunk: Uint8Array): void {
    this.#chunkBase += this.#chunk.length
    // A plain view, as Buffer is another class to V8 and would slow down every read of a byte.
    this.#chunk = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    this.#chunkView = viewOf(this.#chunk)
    this.#chunkAt = 0
    if (this.at === this.end) this.#readFromChunk()
  }

  has(count: number): boolean {
    return this.end - this.at >= count || this.#gather(count)
  }

  /** Goes past bytes that `has` promised. */
  skip(count: number): void {
    this.at += count
    if (this.at === this.end && this.bytes === this.#carry) this.#readFromChunk()
  }

  #readFromChunk(): void {
    this.bytes = this.#chunk
    this.view = this.#chunkView
    this.#base = this.#chunkBase
    this.at = this.#chunkAt
    this.end = this.#chunk.length
  }

  /** Appends to what is carried until there are `count` bytes, or until the chunk is used up. */
  #gather(count: number): boolean {
    if (this.bytes !== this.#carry) this.#carryTail()
    const missing = count - (this.end - this.at)
    const taken = Math.min(missing, this.#chunk.length - this.#chunkAt)
    this.#makeRoom(this.end + taken)
    this.#carry.set(this.#chunk.subarray(this.#chunkAt, this.#chunkAt + taken), this.end)
    this.#chunkAt += taken
    this.end += taken
    return taken === missing
  }

  #carryTail(): void {
    const tail = this.bytes.subarray(this.at, this.end)
    this.#makeRoom(tail.length)
    this.#carry.set(tail)
    this.#base += this.at
    this.#chunkAt = this.#chunk.length
    this.bytes = this.#carry
    this.view = this.#carryView
    this.at = 0
    this.end = tail.length
  }

  #makeRoom(count: number): void {
    if (count <= this.#carry.length) return
    const roomier = new Uint8Array(2 ** Math.ceil(Math.log2(count)))
    roomier.set(this.#carry)
    const inUse = this.bytes === this.#carry
    this.#carry = roomier
    this.#carryView = viewOf(roomier)
    if (!inUse) return
    this.bytes = roomier
    this.view = this.#carryView
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
