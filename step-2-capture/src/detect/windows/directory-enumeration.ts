import type { Traffic } from '../../flow/traffic.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { enumeratingProcedures } from './enumerating-procedures.ts'

/** 512 clients at 400 B are 200 kB. */
export const listingClientCountMax = 512
const forgetAfterSeconds = 3_600

/** What one client listed in a period. */
export class ListingClient extends PeriodTracker {
  lists = new DistinctCounter()
  accountCount = 0

  get count(): number {
    return this.lists.count + this.accountCount
  }

  protected startPeriod(): void {
    this.lists = new DistinctCounter()
    this.accountCount = 0
  }
}

/** Counts the calls of each client that list something: lists once a server, accounts each time. */
export class DirectoryEnumeration {
  readonly #traffic: Traffic
  readonly #periodSeconds: number
  readonly #clients: TrackerTable<ListingClient>
  readonly #interfaces = Object.keys(enumeratingProcedures)

  constructor(traffic: Traffic, periodSeconds: number) {
    this.#traffic = traffic
    this.#periodSeconds = periodSeconds
    this.#clients = new TrackerTable({
      traffic,
      countMax: listingClientCountMax,
      forgetAfterSeconds,
      tracker: ListingClient,
    })
  }

  /** Takes a call of the current packet; returns the client when it listed something more. */
  count(uuid: string, operation: number): ListingClient | undefined {
    const procedures = enumeratingProcedures[uuid]
    if (procedures === undefined) return undefined
    const isAccount = procedures.accounts?.includes(operation) ?? false
    if (!isAccount && !procedures.lists.includes(operation)) return undefined
    const { flows, flow, timeUs } = this.#traffic
    const client = this.#clients.open({ host: flows.originator(flow) })
    client.advance(timeUs, this.#periodSeconds)
    if (isAccount) {
      client.accountCount++
    } else {
      // Host ids, interfaces and operations of the table are below 2^20, 2^4 and 2^6.
      const list = this.#interfaces.indexOf(uuid) * 64 + operation
      if (!client.lists.add(flows.responder(flow) * 1024 + list)) return undefined
    }
    client.evidence.addPacket(this.#traffic)
    return client
  }
}
