import { createHash } from 'node:crypto'
import { type Calibration, type Explanation, modelDamaged } from 'step-1-skeleton'
import { z } from 'zod'
import { median } from '../../features/quantile.ts'
import { sourceKind } from '../../pcap/source-kind.ts'
import { TailProbability } from './tail-probability.ts'

/** Where a model comes from. A baseline never mixes sources. */
export const modelOrigin = z.object({
  source: sourceKind,
  name: z.string(),
  /** The names of the captures it was trained on. */
  captures: z.array(z.string()),
  seed: z.number().int(),
})
export type ModelOrigin = z.infer<typeof modelOrigin>

/** The name of the model that ships with the program, and judges until one is trained. */
export const defaultModelName = 'default'

/** What the ordinary training rows were like: one number a feature, as it was measured. */
export interface TrainingRange {
  readonly typical: readonly number[]
  /** Empty in a model of version 0.1, which kept medians only. */
  readonly highest: readonly number[]
}

/** The median and the highest value of each feature over the training rows. */
export function trainingRangeOf(rows: readonly ArrayLike<number>[], featureCount: number) {
  const columns = Array.from({ length: featureCount }, (_, feature) =>
    Float64Array.from(rows, (row) => row[feature] as number),
  )
  const highest = columns.map((values) => values.reduce((a, b) => Math.max(a, b), values[0] ?? 0))
  return { typical: columns.map(median), highest }
}

export type ModelKind = 'window' | 'packet' | 'sequence'

/** What every bundle holds beside what its kind of model learned. */
export function bundleShape(kind: ModelKind, featureCount: number) {
  return modelOrigin.extend({
    format: z.enum([formatOf(kind), formerFormatOf(kind)]),
    typical: z.array(z.number()).length(featureCount),
    highest: z.union([z.array(z.number()).length(featureCount), z.tuple([])]).default([]),
    hash: z.string(),
  })
}

/** The kind that the bundle says it is of; undefined for anything else. */
export function modelKindOf(data: unknown): ModelKind | undefined {
  const kinds: readonly ModelKind[] = ['window', 'packet', 'sequence']
  if (typeof data !== 'object' || data === null || !('format' in data)) return undefined
  const { format } = data
  return kinds.find((kind) => format === formatOf(kind) || format === formerFormatOf(kind))
}

/** The content as it is saved: with its format, and a hash over all of it. */
export function sealed<Content extends object>(kind: ModelKind, content: Content) {
  const named = { ...content, format: formatOf(kind) }
  return { ...named, hash: hashOf(named) }
}

/** What `sealed` gave, or a program of version 0.1. @throws AppError `E_MODEL_DAMAGED` */
export function opened<Schema extends z.ZodType<{ format: string; hash: string }>>(
  schema: Schema,
  data: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(data)
  if (!parsed.success) throw modelDamaged(z.prettifyError(parsed.error))
  // The schema has seen that it is an object.
  const { hash, ...content } = data as Record<string, unknown>
  const isFormer = parsed.data.format.endsWith(formerSuffix) && 'model' in content
  if (hash !== (isFormer ? formerHashOf(content) : hashOf(content))) {
    throw modelDamaged('its hash does not match its content')
  }
  return parsed.data
}

/** How unusual a row is. */
export interface ModelScore {
  /** 1 less `chance`. */
  readonly score: number
  /** How likely an ordinary row is to score as high. */
  readonly chance: number
  /** On the algorithm's own scale. */
  readonly raw_score: number
}

/** A trained model with where it comes from, what its training was like, and how ordinary rows score. */
export abstract class ModelBundle<Row> {
  abstract readonly kind: ModelKind
  readonly origin: ModelOrigin
  readonly range: TrainingRange
  /** Changes whenever the model does. */
  abstract readonly id: string
  readonly #tail: TailProbability

  protected constructor(
    { source, name, captures, seed, typical, highest }: ModelOrigin & TrainingRange,
    calibration: Calibration,
  ) {
    this.origin = { source, name, captures, seed }
    this.range = { typical, highest }
    this.#tail = new TailProbability(calibration)
  }

  /** Whether it ships with the program, and knows nothing of the watched network. */
  get isDefault(): boolean {
    return this.origin.name === defaultModelName
  }

  /** What detections carry as the model's version: that of the default model says so. */
  get version(): string {
    return this.isDefault ? `${defaultModelName}-${this.id}` : this.id
  }

  /** What each feature adds to `raw_score`, beside a base; undefined where a model cannot tell. */
  abstract explain(row: Row): Explanation | undefined

  /** Everything as plain JSON data, for a file or another thread. */
  abstract toBundle(): { readonly format: string; readonly hash: string }

  protected scoreOf(raw_score: number): ModelScore {
    const chance = this.#tail.chanceOf(raw_score)
    return { score: 1 - chance, chance, raw_score }
  }
}

function formatOf<Kind extends ModelKind>(kind: Kind): `net-anomaly-${Kind}-model-2` {
  return `net-anomaly-${kind}-model-2`
}

const formerSuffix = '-1'

function formerFormatOf<Kind extends ModelKind>(kind: Kind): `net-anomaly-${Kind}-model-1` {
  return `net-anomaly-${kind}-model${formerSuffix}`
}

/** The same for the same content, in whatever order its keys came back from a file. */
function hashOf(content: object): string {
  return sha256(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Version 0.1 hashed what it knew of models of windows and packets, in this order. */
function formerHashOf(content: Readonly<Record<string, unknown>>): string {
  const { source, name, captures, seed, format, typical, model } = content
  return sha256([format, source, name, captures, seed, typical, model])
}

function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
