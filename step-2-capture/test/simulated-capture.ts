import { SimulatedSource } from '../src/capture/simulated-source.ts'
import type { SimulateOptions } from '../src/simulate/simulate.ts'

/** A capture file of simulated traffic, whole and in memory. */
export async function simulatedCapture(options: SimulateOptions): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  const source = new SimulatedSource(options)
  for await (const chunk of source.open(new AbortController().signal)) chunks.push(chunk)
  return Uint8Array.from(Buffer.concat(chunks))
}
