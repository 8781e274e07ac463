import { grown } from '../memory/grown.ts'

declare const hostIdBrand: unique symbol
/** A small number for an address. It is reused after an eviction: see `HostColumn.firstUs`. */
export type HostId = number & { readonly [hostIdBrand]: true }

/** No host: a detection with many targets or none. */
export const noHost = -1 as HostId

/** Columns of a host; all are doubles in one row, so that a packet touches one cache line. */
export const HostColumn = {
  firstUs: 0,
  lastUs: 1,
  packetsSent: 2,
  bytesSent: 3,
  packetsReceived: 4,
  bytesReceived: 5,
  /** Flows in the table that have this host as an end: such a host is never evicted. */
  openFlows: 6,
  /** Packets of this host may be bad until then, because a detection names it as its source. */
  badUntilUs: 7,
} as const
const columnCount = 8

/** Rows that there is room for at the start, 64 B each. */
const hostCountAtStart = 1_024

/** The columns of all hosts. */
export class HostRows {
  values = new Float64Array(hostCountAtStart * columnCount)

  value(host: HostId, column: number): number {
    return this.values[host * columnCount + column] as number
  }

  set(host: HostId, column: number, value: number): void {
    this.values[host * columnCount + column] = value
  }

  add(host: HostId, column: number, amount: number): void {
    this.set(host, column, this.value(host, column) + amount)
  }

  /** When this id was given to its address: an id that was reused has a later time. */
  firstUs(host: HostId): number {
    return this.value(host, HostColumn.firstUs)
  }

  /** Makes room for the host and sets all its columns to 0. */
  protected clear(host: HostId): void {
    const row = host * columnCount
    if (row >= this.values.length) this.values = grown(this.values, row * 2)
    this.values.fill(0, row, row + columnCount)
  }
}
