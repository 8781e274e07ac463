import { z } from 'zod'
import type { Detection } from '../src/detect/seam/detection.ts'
import type { Detector } from '../src/detect/seam/detector.ts'
import { Engine } from '../src/engine.ts'
import type { TrafficScript } from './traffic-script.ts'

/** Traffic that shows the edge of one option: two settings next to each other, two verdicts. */
export interface OptionEdge {
  readonly detector: Detector
  /** `addressCountMin`, or `levels.high` of an option with parts. */
  readonly option: string
  /** The same traffic for both settings: a script, or the bytes of a capture. */
  readonly script: () => TrafficScript | Uint8Array
  readonly below: unknown
  readonly at: unknown
  /** Other settings, in force with both; they keep the traffic small. */
  readonly others?: Readonly<Record<string, unknown>>
}

/** The rows of one detector. */
export function edgesOf(
  detector: Detector,
  rows: readonly Omit<OptionEdge, 'detector'>[],
): OptionEdge[] {
  return rows.map((row) => ({ ...row, detector }))
}

/** What the table test has to know of an option. */
export interface OptionPart {
  /** `addressCountMin`, or `levels.high`. */
  readonly path: string
  readonly unit: string
  /** Values that are refused, each with the limit that the refusal must name. */
  readonly refused: readonly { readonly value: unknown; readonly limit: string }[]
}

interface PartSchema {
  readonly unit?: string | undefined
  readonly minimum?: number
  readonly maximum?: number
  readonly maxItems?: number
  readonly items?: PartSchema
  readonly properties?: Readonly<Record<string, PartSchema>>
}

/** Every option of a detector; of one with parts (`levels`) each part. */
export function optionParts({ options }: Detector): OptionPart[] {
  // The schema of an object: numbers, lists and objects of numbers.
  const { properties = {} } = z.toJSONSchema(options, { io: 'input' }) as PartSchema
  return Object.entries(properties).flatMap(([name, schema]) => {
    if (!schema.properties) return [partOf(name, schema)]
    const parts = Object.entries(schema.properties)
    return parts.map(([part, inner]) => partOf(`${name}.${part}`, { ...inner, unit: schema.unit }))
  })
}

function partOf(path: string, schema: PartSchema): OptionPart {
  const { unit = '', maxItems, items = {} } = schema
  if (maxItems === undefined) return { path, unit, refused: numbersBeyond(schema) }
  const ofItems = numbersBeyond(items)
  const item = ofItems.length === 0 ? '10.0.0.1' : items.minimum
  const tooMany = { value: new Array(maxItems + 1).fill(item), limit: `${maxItems}` }
  const beyond = ofItems.map(({ value, limit }) => ({ value: [value], limit }))
  return { path, unit, refused: [tooMany, ...beyond] }
}

function numbersBeyond({ minimum, maximum }: PartSchema): { value: number; limit: string }[] {
  const below = minimum === undefined ? [] : [{ value: minimum - 1, limit: `${minimum}` }]
  const above = maximum === undefined ? [] : [{ value: maximum + 1, limit: `${maximum}` }]
  return [...below, ...above]
}

/** Settings with one option at a value. */
export function settingsWith(
  path: string,
  value: unknown,
  others: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const [name = '', part] = path.split('.')
  if (part === undefined) return { ...others, [name]: value }
  // An option with parts is an object.
  const known = others[name] as Readonly<Record<string, unknown>> | undefined
  return { ...others, [name]: { ...known, [part]: value } }
}

/** Kind, severity, source and revision of what is stated with this setting of the edge's option, in order. */
export function verdicts({ detector, option, script, others }: OptionEdge, value: unknown) {
  const traffic = script()
  const found: Detection[] = []
  const engine = new Engine({
    capture: { source: 'pcap', name: 'edge' },
    detectors: [detector.with(settingsWith(option, value, others))],
    seed: 1,
    onDetection: (detection) => found.push(detection),
  })
  engine.push(traffic instanceof Uint8Array ? traffic : traffic.bytes())
  engine.end()
  return found.map(({ kind, severity, source, revision }) => [kind, severity, source, revision])
}
