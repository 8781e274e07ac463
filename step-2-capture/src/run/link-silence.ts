import type { Engine } from '../engine.ts'
import { noFlow } from '../flow/flow-rows.ts'
import { Packet } from '../pcap/packet.ts'

/**
 * A packet is handed over within a second, on a busy machine a little later. An answer that is still
 * on its way must not be judged as missing.
 */
export const deliveryMsMax = 2_000

/**
 * Moves traffic time on while a live link is silent. A scan is judged by the answers that did not
 * come; on a quiet link the next packet, which would show that time has passed, may be hours away.
 * Counts from the last packet's time, so that it needs no agreement between the clocks.
 */
export class LinkSilence {
  readonly #engine: Engine
  readonly #nowMs: () => number
  #sinceMs: number | undefined
  #sinceUs = 0

  constructor(engine: Engine, nowMs: () => number) {
    this.#engine = engine
    this.#nowMs = nowMs
  }

  /** All that came is judged, and more is waited for. */
  begin(): void {
    this.#sinceMs = this.#nowMs()
    this.#sinceUs = this.#engine.timeUs
  }

  /** Something came, or is being judged. */
  end(): void {
    this.#sinceMs = undefined
  }

  /** Judges what has waited for long enough; call it about each second. Nothing before the first packet. */
  look(): void {
    const engine = this.#engine
    if (this.#sinceMs === undefined) return
    const silentMs = this.#nowMs() - this.#sinceMs - deliveryMsMax
    const untilUs = this.#sinceUs + silentMs * 1e3
    if (untilUs <= engine.timeUs) return
    // The last packet is judged, and its bytes may be overwritten: there is no current packet.
    const { packet } = engine
    engine.packet = noPacket
    engine.flow = noFlow
    engine.steady.pass(untilUs)
    engine.advance(untilUs)
    engine.packet = packet
  }
}

const noPacket = new Packet()
