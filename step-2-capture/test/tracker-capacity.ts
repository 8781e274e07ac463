import type { Detector } from '../src/detect/seam/detector.ts'
import { TrafficScript } from './traffic-script.ts'

/** A detector that remembers something of a host's first event, and reports the second. */
export interface Capacity {
  readonly of: string
  readonly detector: Detector
  readonly countMax: number
  /** The event of host `i`; `serial` differs in each. */
  readonly event: (script: TrafficScript, i: number, serial: number) => void
  /** Traffic before the first event. */
  readonly before?: () => TrafficScript
  /** Seconds after the last event, for what fails when no answer comes. */
  readonly afterSeconds?: number
}

export const [server, outside] = ['10.200.0.9', '198.51.100.7']
/** Address of host `i`, below 65,536. */
export const host = (i: number) => `10.1.${i >> 8}.${i & 255}`

/** Address `i` of others, below 8,000,000: none is a broadcast address. */
export const address = (i: number) =>
  `10.${2 + Math.floor(i / 40_000)}.${Math.floor(i / 200) % 200}.${1 + (i % 200)}`

export interface Talk {
  readonly port: number
  readonly to?: string
  readonly says: readonly (string | Uint8Array)[]
}

/** An event that is a connection. */
export const talk =
  (make: (i: number, serial: number) => Talk): Capacity['event'] =>
  (script, i, serial) => {
    const { port, says, to = server } = make(i, serial)
    script.connection(host(i), `${to}:${port}`, { says })
  }

/** The event of a first host, of that many others, and of the first again. */
export function trafficOf(capacity: Capacity, otherCount: number): TrafficScript {
  const { event, before, afterSeconds } = capacity
  const script = before?.() ?? new TrafficScript()
  event(script, 0, 0)
  for (let i = 1; i <= otherCount; i++) event(script, i, i)
  event(script, 0, otherCount + 1)
  if (afterSeconds !== undefined) script.wait(afterSeconds).ping(server, outside, 8)
  return script
}
