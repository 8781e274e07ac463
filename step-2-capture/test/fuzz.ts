import { LinkType } from '../src/pcap/link-type.ts'
import { FuzzEngine } from './fuzz-engine.ts'
import { cutRandomly, FuzzRandom, fuzzCaptures, fuzzSeeds, mutate } from './fuzz-inputs.ts'
import { FuzzTarget } from './fuzz-target.ts'

/** One damaged packet or capture takes well under a millisecond; this is a hang. */
const inputMsMax = 1000

export interface FuzzOptions {
  readonly seed: number
  /** Says after each input whether there is time for another. */
  readonly goesOn: (count: number) => boolean
}

/** What went wrong, with the bytes that did it. */
export class FuzzFinding extends Error {
  readonly bytes: Uint8Array

  constructor(message: string, bytes: Uint8Array) {
    super(message)
    this.name = 'FuzzFinding'
    this.bytes = bytes
  }
}

/** Damages packets and captures until time is up; returns how many. @throws FuzzFinding */
export function fuzz({ seed, goesOn }: FuzzOptions): number {
  const random = new FuzzRandom(seed)
  const target = new FuzzTarget()
  const engine = new FuzzEngine()
  const seeds = fuzzSeeds()
  const captures = fuzzCaptures()
  let count = 0
  for (; goesOn(count); count++) {
    if (random.below(4) === 0) {
      const bytes = mutate(random.pick(captures), random.pick(captures), random)
      watch(bytes, () => sameHoweverCut(target, bytes, random))
    } else {
      const { linkType, bytes } = random.pick(seeds)
      const damaged = mutate(bytes, random.pick(seeds).bytes, random)
      const original = damaged.length + (random.below(2) === 0 ? 0 : random.below(2000))
      const type = random.below(16) === 0 ? random.below(300) : linkType
      watch(damaged, () => target.decodeBytes(damaged, type, original))
      if (linkType === LinkType.ethernet)
        watch(damaged, () => engine.see(damaged, original, random))
    }
  }
  return count
}

function sameHoweverCut(target: FuzzTarget, bytes: Uint8Array, random: FuzzRandom): void {
  const whole = target.readCapture([bytes.slice()])
  const inPieces = target.readCapture(cutRandomly(bytes, random))
  if (whole !== inPieces) throw new Error(`cut: ${inPieces}, whole: ${whole}`)
}

function watch(bytes: Uint8Array, run: () => void): void {
  const started = performance.now()
  try {
    run()
  } catch (error) {
    throw new FuzzFinding(error instanceof Error ? (error.stack ?? error.message) : '?', bytes)
  }
  const elapsedMs = performance.now() - started
  if (elapsedMs > inputMsMax) throw new FuzzFinding(`took ${elapsedMs} ms`, bytes)
}
