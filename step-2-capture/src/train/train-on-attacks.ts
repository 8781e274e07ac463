import type { PacketSource } from '../capture/packet-source.ts'
import { benignLabel } from '../detect/model/algorithms/labelled-sequence.ts'
import { SequenceModel } from '../detect/model/sequence-model.ts'
import { HostHistories } from './host-histories.ts'
import { type HostSequence, labelledSequences, type NamedAttack } from './labelled-sequences.ts'
import { readTraffic, trafficDate } from './read-traffic.ts'
import type { TrainingOptions } from './train-on-captures.ts'

/** The name of the algorithm that learns from attacks with names, unlike all others. */
export const sequenceAlgorithm = 'lstm'

export interface LabelledSource {
  readonly source: PacketSource
  /** The attacks in it, once it was read to its end; none in ordinary traffic. */
  readonly attacks: () => Promise<readonly NamedAttack[]>
}

export interface AttackTrainingOptions
  extends Omit<TrainingOptions, 'algorithm' | 'contamination' | 'sampleRate'> {
  /** Called with how far it is, 0 to 1, after each source. */
  readonly onProgress?: (progress: number) => void
  /** Receives what is learned from, the sequences of one host after the other. */
  readonly onSequences?: (sequences: readonly HostSequence[]) => void
}

/** Reading is half of the work. */
const readingShare = 0.5
/** Every fifth host's ordinary traffic is not learned from: it says how ordinary hosts score. */
const keptBackEach = 5

/**
 * Teaches an LSTM what hosts do in captures whose labels say who attacked when.
 * @throws AppError why a capture cannot be read, or `E_TOO_FEW_ITEMS` without any attack
 */
export async function trainOnAttacks(
  sources: readonly LabelledSource[],
  options: AttackTrainingOptions,
): Promise<SequenceModel> {
  const { seed, modelName, onProgress, onSequences } = options
  const hosts: HostSequence[][] = []
  let lastUs = 0
  for (const [index, labelled] of sources.entries()) {
    const read = await readHostSequences(labelled, (timeUs) => {
      lastUs = Math.max(lastUs, timeUs)
    })
    hosts.push(...read)
    for (const sequences of read) onSequences?.(sequences)
    onProgress?.(((index + 1) / sources.length) * readingShare)
  }
  const origin = {
    source: sources[0]?.source.kind ?? 'simulate',
    name: modelName,
    captures: sources.map(({ source }) => source.name),
    seed,
  }
  return teach(hosts, { origin, now: options.now ?? trafficDate(lastUs) })
}

/** @param hosts The sequences of each host. @throws AppError `E_TOO_FEW_ITEMS` */
export function teach(
  hosts: readonly (readonly HostSequence[])[],
  options: Parameters<typeof SequenceModel.train>[2],
): SequenceModel {
  const learned: HostSequence[] = []
  const keptBack: HostSequence[] = []
  for (const [index, sequences] of hosts.entries()) {
    for (const sequence of sequences) {
      const isKeptBack = index % keptBackEach === 0 && sequence.label === benignLabel
      if (isKeptBack) keptBack.push(sequence)
      else learned.push(sequence)
    }
  }
  return SequenceModel.train(learned, keptBack, options)
}

/**
 * Reads a capture to its end: the sequences of each of its hosts.
 * @param onEnd Receives the traffic time of the last packet.
 */
export async function readHostSequences(
  labelled: LabelledSource,
  onEnd: (timeUs: number) => void = () => {},
): Promise<HostSequence[][]> {
  const { source, attacks } = labelled
  const histories = new HostHistories()
  onEnd(await readTraffic(source, histories.watch))
  const sequences = labelledSequences(histories, await attacks())
  return [...Map.groupBy(sequences, ({ address }) => address).values()]
}
