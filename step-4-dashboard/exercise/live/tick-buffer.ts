import type { PacketRow } from 'step-3-persistence'
import { yourTurn } from 'step-3-persistence'
import type { LiveEvent, LiveEventData } from './live-event.ts'

/*
 * Your task: the buffer between the engine and a browser. The engine may see 100,000 packets a
 * second; a screen shows ten pictures a second. What happened since the last one is merged, and
 * the buffer never grows beyond its limits, however slow the browser is.
 */

type AlertEvent = Extract<LiveEvent, { name: 'new_alert' | 'alert_update' }>

/** A screen shows some 20 rows; 50 a tick of the engine are 500 a second, 10 kB each time. */
export const packetRowsPerTickMax = 50

/** An alert is about 4 kB, so a flood fills 400 kB; what does not fit is in `GET /api/alerts`. */
export const alertsPerTickMax = 100

/** Merges what a client is to be sent at once. Its size is bounded however much has come. */
export class TickBuffer {
  /** Whether there is nothing to send. */
  get isEmpty(): boolean {
    throw yourTurn('tick-buffer', 'step 4: TickBuffer.isEmpty')
  }

  /**
   * Takes an event:
   * - status, stats_update: the newest of each takes the place of the one before.
   * - packet_update: its rows join those that wait; the newest `packetRowsPerTickMax` stay.
   * - new_alert, alert_update: each alert once (by `alert_id`), as it is now. One that was new since
   *   the last `take` is a `new_alert`, also when updates follow or came before. Beyond
   *   `alertsPerTickMax` alerts a further one is dropped, but updates of those that wait are taken.
   */
  add(_event: LiveEvent): void {
    throw yourTurn('tick-buffer', 'step 4: TickBuffer.add()')
  }

  /**
   * The merged events: status, stats_update, packet_update (one for all rows), then the alerts in
   * the order in which they came; nothing for what did not come. The buffer is empty afterwards.
   */
  take(): LiveEvent[] {
    throw yourTurn('tick-buffer', 'step 4: TickBuffer.take()')
  }
}
