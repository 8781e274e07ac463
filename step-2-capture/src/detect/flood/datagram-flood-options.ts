import { forgetAfter, limit, quantity, seconds } from '../seam/option.ts'
import { originOptions } from './flood-sources.ts'

export const datagramFloodOptions = {
  flowCountMin: limit(400, {
    about: 'Datagram flows within a period that one host did not answer',
    unit: 'flows',
  }),
  pingCountMin: limit(400, {
    about: 'Pings that reached one host within a period; a monitor sends one a second',
    unit: 'pings',
  }),
  reflectionCountMin: limit(100, {
    about: 'Answers within a period that one host did not ask for',
    unit: 'answers',
  }),
  periodSeconds: seconds(10, { about: 'Traffic time over which they count', min: 1 }),
  scanFlowsPerPortMax: quantity(2, {
    about: 'Flows to each port of the target; with fewer, a single source is taken for a scanner',
    unit: 'flows a port',
    max: 1_000,
  }),
  scanFactor: quantity(5, {
    about: 'How many times as many flows a scan takes: a scanner waits for answers',
    unit: 'times',
    min: 1,
    max: 1_000,
  }),
  highFactor: quantity(5, {
    about: 'How many times its minimum makes a flood of high severity',
    unit: 'times',
    min: 1,
    max: 1_000,
  }),
  forgetAfterSeconds: forgetAfter('a target is', 300),
  ...originOptions,
}

/** Services that answer to forged addresses, also where the other port is a known one (TA14-017A). */
export const reflectorPorts: ReadonlySet<number> = new Set([
  17, 19, 53, 111, 123, 137, 161, 389, 427, 520, 1_900, 3_283, 3_702, 11_211, 27_015,
])
