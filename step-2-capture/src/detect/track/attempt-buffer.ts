import { TcpFlag } from '../../decode/frame.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'

/** 4,096 sources of at most 5 attempts at 40 B are 1 MB. */
export const sourceCountMax = 4_096

/** An attempt that failed, as a scan detector counts it. */
export interface FailedAttempt {
  readonly source: HostId
  readonly target: HostId
  readonly port: number
  readonly timeUs: number
  readonly packetIndex: number
  readonly recordOffset: number
  /** Packets that the source had sent by then. */
  readonly packetCount: number
  /** Whether a TCP port agreed to a connection that the source did not want. */
  readonly isOpen: boolean
}

interface Held {
  lastUs: number
  /** Those held back; none any more once there were enough. */
  attempts: FailedAttempt[] | undefined
}

/**
 * Holds the first failed attempts of each source back until they are enough to be a scan. Most
 * sources never have as many, and cost one entry here instead of trackers for each target and port.
 */
export class AttemptBuffer {
  readonly #attemptCountMin: number
  readonly #forgetAfterUs: number
  readonly #held = new BoundedMap<HostId, Held>({ countMax: sourceCountMax })

  constructor(attemptCountMin: number, forgetAfterUs: number) {
    this.#attemptCountMin = attemptCountMin
    this.#forgetAfterUs = forgetAfterUs
  }

  /** Takes an attempt; returns those that are to be counted now, this one included. */
  add(attempt: FailedAttempt): readonly FailedAttempt[] {
    const held = this.#of(attempt)
    held.lastUs = attempt.timeUs
    // Once there were enough, each further one is counted at once.
    if (!held.attempts) return [attempt]
    held.attempts.push(attempt)
    if (held.attempts.length < this.#attemptCountMin) return none
    const counted = held.attempts
    held.attempts = undefined
    return counted
  }

  forget(host: HostId): void {
    this.#held.delete(host)
  }

  #of({ source, timeUs }: FailedAttempt): Held {
    const known = this.#held.get(source)
    if (known && timeUs - known.lastUs <= this.#forgetAfterUs) return known
    const held: Held = { lastUs: timeUs, attempts: [] }
    this.#held.renew(source, held)
    return held
  }
}

const none: readonly FailedAttempt[] = []

/** The attempt that a flow was. */
export function attemptOf({ flows }: Traffic, flow: FlowId): FailedAttempt {
  return {
    source: flows.originator(flow),
    target: flows.responder(flow),
    port: flows.responderPort(flow),
    timeUs: flows.firstUs(flow),
    packetIndex: flows.firstPacketIndex(flow),
    recordOffset: flows.firstRecordOffset(flow),
    packetCount: flows.originatorPackets(flow),
    isOpen: (flows.responderFlags(flow) & TcpFlag.syn) !== 0,
  }
}
