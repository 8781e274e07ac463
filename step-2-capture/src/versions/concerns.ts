import { z } from '@hono/zod-openapi'
import { kindOfRecords, type SourceSpec } from '../capture/source-spec.ts'
import type { SourceKind } from '../pcap/source-kind.ts'
import { trainingWindowCountMin } from './held-out.ts'
import type { ModelVersion, VersionDraft } from './model-version.ts'

/** What speaks against a version. One that `blocks` must be accepted before the version judges. */
export const concern = z
  .object({
    code: z.enum(['attacks_seen', 'other_source', 'few_windows', 'unknown_data']),
    blocks: z.boolean(),
    message: z.string(),
  })
  .openapi('ModelConcern', {
    example: {
      code: 'attacks_seen',
      blocks: true,
      message:
        'it learned from traffic with attacks in it, and takes them for ordinary: vertical_port_scan',
    },
  })
export type Concern = z.infer<typeof concern>

/** A source that the server judges now. */
export interface JudgedSource {
  readonly kind: SourceSpec['kind']
  readonly name: string
}

/** Kinds of attack that a sentence names. */
const kindCountMax = 5

/**
 * What speaks against letting a version judge these sources: it was taught attacks as ordinary, it
 * knows another kind of traffic, it saw too little, or that is not known. The shipped model knows no
 * network, and its severities allow for that.
 */
export function concernsOf(
  version: VersionDraft | ModelVersion,
  judged: readonly JudgedSource[],
): Concern[] {
  if (version.made_by === 'shipped') return []
  return [attacksSeen(version), otherSource(version, judged), fewWindows(version), unknown(version)]
    .filter((found) => found !== undefined)
    .sort((a, b) => Number(b.blocks) - Number(a.blocks))
}

/** A model of sequences learns attacks as attacks. */
function attacksSeen({ kind, attacks }: VersionDraft): Concern | undefined {
  if (kind === 'sequence' || attacks === null || attacks.length === 0) return undefined
  const kinds = attacks.slice(0, kindCountMax).map((mark) => mark.kind)
  const more = attacks.length > kindCountMax ? ` and ${attacks.length - kindCountMax} more` : ''
  const message = `it learned from traffic with attacks in it, and takes them for ordinary: ${kinds.join(', ')}${more}`
  return { code: 'attacks_seen', blocks: true, message }
}

function otherSource(
  { source }: VersionDraft,
  judged: readonly JudgedSource[],
): Concern | undefined {
  const others = judged.filter((one) => kindOfRecords(one) !== source)
  if (others.length === 0) return undefined
  const names = others.map(({ kind, name }) => `${spoken[kind]} ${name}`).join(', ')
  // Real traffic is alike, however it was read; what is simulated is like no network.
  const blocks = others.some(({ kind }) => kind === 'simulate' || source === 'simulate')
  const message = `it learned from ${learned[source]}, and judges ${names}`
  return { code: 'other_source', blocks, message }
}

const learned: Readonly<Record<SourceKind, string>> = {
  live: 'live traffic',
  pcap: 'a capture file',
  simulate: 'simulated traffic',
}
const spoken: Readonly<Record<JudgedSource['kind'], string>> = {
  live: 'live traffic of',
  pcap: 'the capture',
  folder: 'captures in',
  simulate: 'the simulation',
}

function fewWindows({ windows }: VersionDraft): Concern | undefined {
  const count = windows.learned + windows.held_out
  if (count >= trainingWindowCountMin) return undefined
  const message = `it learned from ${count} windows, and ${trainingWindowCountMin} are needed`
  return { code: 'few_windows', blocks: true, message }
}

function unknown({ attacks, kind }: VersionDraft): Concern | undefined {
  if (attacks !== null || kind === 'sequence') return undefined
  const message = 'it was imported: whether attacks were in what it learned from is not known'
  return { code: 'unknown_data', blocks: false, message }
}
