import { detectors } from '../src/detect/detectors.ts'
import { Engine } from '../src/engine.ts'
import { pcapHeader, pcapRecord } from '../src/pcap/pcap-writer.ts'
import type { FuzzRandom } from './fuzz-inputs.ts'

/** Packets after which an engine has seen enough, and is asked for its end. */
const packetCountMax = 20_000

/** One long capture of damaged Ethernet frames, that goes through everything: tables and detectors. */
export class FuzzEngine {
  #engine: Engine | undefined
  #seconds = 1_700_000_000
  #count = 0

  /** @throws where a detector breaks, or a number is none. */
  see(bytes: Uint8Array, originalLength: number, random: FuzzRandom): void {
    this.#engine ??= start()
    const engine = this.#engine
    this.#seconds = nextTime(this.#seconds, random)
    const timeNanoseconds = random.below(1_000_000_000)
    const record = { timeSeconds: this.#seconds, timeNanoseconds, bytes, originalLength }
    engine.push(pcapRecord(record))
    // One may wait for the next, which confirms its time.
    const waitingCount = ++this.#count - engine.packetCount
    if (waitingCount !== 0 && waitingCount !== 1) throw new Error('a packet was not counted once')
    if (engine.packetCount > 0 && !Number.isFinite(engine.timeUs))
      throw new Error(`time is ${engine.timeUs}`)
    if (this.#count < packetCountMax) return
    engine.end()
    if (engine.packetCount !== this.#count) throw new Error('a packet was lost at the end')
    this.#count = 0
    this.#engine = undefined
  }
}

function start(): Engine {
  const engine = new Engine({
    capture: { source: 'pcap', name: 'fuzz' },
    detectors,
    seed: 1,
    onDetection: (detection) => {
      if (!(detection.score >= 0 && detection.score <= 1)) throw new Error('a score is no share')
      if (/NaN|undefined/.test(JSON.stringify(detection))) throw new Error('a detection has a hole')
    },
  })
  engine.push(pcapHeader({}))
  return engine
}

/** Mostly the same second, sometimes the next, seldom any second of a century. */
function nextTime(seconds: number, random: FuzzRandom): number {
  const kind = random.below(1000)
  if (kind === 0) return random.below(2 ** 31) * 2
  return kind < 50 ? seconds + random.below(60) : seconds
}
