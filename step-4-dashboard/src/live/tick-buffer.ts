import type { PacketRow } from 'step-3-persistence'
import type { LiveEvent, LiveEventData } from './live-event.ts'

type AlertEvent = Extract<LiveEvent, { name: 'new_alert' | 'alert_update' }>

/** A screen shows some 20 rows; 50 a tick of the engine are 500 a second, 10 kB each time. */
export const packetRowsPerTickMax = 50

/** An alert is about 4 kB, so a flood fills 400 kB; what does not fit is in `GET /api/alerts`. */
export const alertsPerTickMax = 100

/**
 * Merges what a client is to be sent at once: the newest status and statistics, the newest packet
 * rows, and each alert once in its newest form. Its size is bounded however much has come.
 */
export class TickBuffer {
  #status: LiveEventData['status'] | undefined
  #stats: LiveEventData['stats_update'] | undefined
  #packets: PacketRow[] = []
  readonly #alerts = new Map<string, AlertEvent>()

  get isEmpty(): boolean {
    return !this.#status && !this.#stats && !this.#packets.length && !this.#alerts.size
  }

  add(event: LiveEvent): void {
    if (event.name === 'status') this.#status = event.data
    else if (event.name === 'stats_update') this.#stats = event.data
    else if (event.name === 'packet_update') this.#addPackets(event.data.packets)
    else this.#addAlert(event)
  }

  /** The merged events in the order that a client applies them; the buffer is empty afterwards. */
  take(): LiveEvent[] {
    const events: LiveEvent[] = []
    if (this.#status) events.push({ name: 'status', data: this.#status })
    if (this.#stats) events.push({ name: 'stats_update', data: this.#stats })
    if (this.#packets.length) {
      events.push({ name: 'packet_update', data: { packets: this.#packets } })
    }
    events.push(...this.#alerts.values())
    this.#status = undefined
    this.#stats = undefined
    this.#packets = []
    this.#alerts.clear()
    return events
  }

  #addPackets(rows: readonly PacketRow[]): void {
    this.#packets = [...this.#packets, ...rows].slice(-packetRowsPerTickMax)
  }

  /** What is new stays new when it grows within the same tick; what comes back becomes new. */
  #addAlert(event: AlertEvent): void {
    const id = event.data.alert_id
    const known = this.#alerts.get(id)
    const name = known?.name === 'new_alert' ? known.name : event.name
    if (known) this.#alerts.set(id, { name, data: event.data })
    else if (this.#alerts.size < alertsPerTickMax) this.#alerts.set(id, event)
  }
}
