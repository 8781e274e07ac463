import type { PacketSource } from '../capture/packet-source.ts'
import { createAlgorithm } from '../detect/model/algorithms/registry.ts'
import { PacketModel } from '../detect/model/packet-model.ts'
import { PacketRowSample } from './packet-rows.ts'
import { readTraffic, trafficDate } from './read-traffic.ts'

/** Of 1,000 ordinary packets one may look bad. A forest learns in seconds, and knows floods. */
export const packetTrainingDefaults = { algorithm: 'forest', contamination: 0.001 } as const

export interface PacketTrainingOptions {
  readonly algorithm: string
  readonly contamination: number
  readonly seed: number
  readonly sampleRate: number
  readonly modelName: string
  /** The traffic time of the newest packet by default. */
  readonly now?: Date
  readonly onBytes?: (byteCount: number) => void
}

/**
 * Learns from a fair sample of the packets of captures what an ordinary packet is.
 * @throws AppError why a capture cannot be read, or `E_NO_ALGORITHM`, `E_TOO_FEW_ITEMS`
 */
export async function trainPacketModel(
  sources: readonly PacketSource[],
  options: PacketTrainingOptions,
): Promise<PacketModel> {
  const { algorithm, contamination, seed, sampleRate, modelName, onBytes } = options
  // A wrong name is reported before hours of traffic are read.
  createAlgorithm(algorithm)
  const packets = new PacketRowSample({ seed, sampleRate })
  let lastUs = 0
  for (const source of sources) {
    lastUs = Math.max(lastUs, await readTraffic(source, packets.watch, { onBytes }))
  }
  const now = options.now ?? trafficDate(lastUs)
  const captures = sources.map(({ name }) => name)
  const origin = { source: sources[0]?.kind ?? 'pcap', name: modelName, captures, seed }
  return PacketModel.train(packets.rows, { algorithm, contamination, origin, now })
}
