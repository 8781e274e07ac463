import { CaptureFile } from './capture-file.ts'
import { LiveCapture } from './live.ts'
import type { PacketSource } from './packet-source.ts'
import type { FlowsSpec, StreamSpec } from './source-spec.ts'

export interface OpenSourceOptions {
  /** Called with the process that captures, as soon as there is one. */
  readonly onChild?: (pid: number) => void
}

/** Makes the source that a spec describes; nothing is read or started yet. */
export async function openSource(
  spec: StreamSpec | FlowsSpec,
  { onChild }: OpenSourceOptions = {},
): Promise<PacketSource> {
  switch (spec.kind) {
    case 'pcap':
      return new CaptureFile(spec)
    case 'live':
      return new LiveCapture({ ...spec, ...(onChild ? { onChild } : {}) })
    case 'flows': {
      const { FlowReplay } = await import('./flow-replay.ts')
      return new FlowReplay(spec.name, spec.flows)
    }
    case 'simulate': {
      const { SimulatedSource } = await import('./simulated-source.ts')
      const { name, seed, durationSeconds } = spec
      const length = durationSeconds === undefined ? {} : { durationSeconds }
      return new SimulatedSource({ scenario: name, seed, ...length })
    }
  }
}
