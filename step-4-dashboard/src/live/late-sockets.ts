import type { Socket } from 'socket.io'
import type { LiveEvent } from './live-event.ts'
import { TickBuffer } from './tick-buffer.ts'

/** A tick is three messages, so a client for which more than 20 wait is seven ticks behind. */
export const messagesWaitingMax = 20

/**
 * Keeps for each socket that reads too slowly what it has yet to hear, merged. It hears that as
 * soon as its earlier messages are on their way; one that never reads costs a buffer of 0.5 MB at
 * most, until the missing answer to a ping ends it.
 */
export class LateSockets {
  readonly #pending = new Map<string, TickBuffer>()

  watch(socket: Socket): void {
    socket.conn.on('drain', () => this.#catchUp(socket))
    socket.on('disconnect', () => this.#pending.delete(socket.id))
  }

  /** Whether messages of this socket wait, so that more would only pile up. */
  isLate(socket: Socket): boolean {
    return this.#pending.has(socket.id) || waitingCount(socket) > messagesWaitingMax
  }

  /** Keeps events for a late socket. @returns its id */
  keep({ id }: Socket, events: readonly LiveEvent[]): string {
    const buffer = this.#pending.get(id) ?? new TickBuffer()
    this.#pending.set(id, buffer)
    for (const event of events) buffer.add(event)
    return id
  }

  #catchUp(socket: Socket): void {
    const buffer = this.#pending.get(socket.id)
    this.#pending.delete(socket.id)
    for (const { name, data } of buffer?.take() ?? []) socket.emit(name, data)
  }
}

/** Messages that wait for the connection, in the queue of engine.io, which its types do not show. */
export function waitingCount({ conn }: Pick<Socket, 'conn'>): number {
  const { writeBuffer } = conn as unknown as { writeBuffer: readonly unknown[] }
  return writeBuffer.length
}
