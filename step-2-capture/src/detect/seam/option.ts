import { isIP } from 'node:net'
import { describeIssue } from 'step-1-skeleton/config'
import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { errorCodes } from '../../error-codes.ts'

/** What documents and refusals say of an option. */
export interface OptionDescription {
  /** What it counts or measures, as a noun phrase. */
  readonly about: string
  readonly unit: string
  /** Where the default comes from: a paper, a standard, another tool, a measurement. */
  readonly source?: string
  readonly min?: number
  readonly max?: number
}

declare module 'zod' {
  interface GlobalMeta {
    unit?: string
    source?: string
    /** The end of a detection about which nothing is reported if it is in the list. */
    spares?: 'source' | 'target'
  }
}

/** What `watch` is given: every option with its value. */
export type SettingsOf<Options extends z.ZodRawShape> = z.output<z.ZodObject<Options>>

/** The same for `levels`, where most have nothing to add. */
export type LevelsDescription = Omit<OptionDescription, 'about'> & { readonly about?: string }

/** A whole number, 1 to 1,000,000 by default. */
export function limit(value: number, description: OptionDescription) {
  const { min = 1, max = 1_000_000 } = description
  return z.int().min(min).max(max).default(value).meta(metaOf(description))
}

/** A number with a fraction. */
export function quantity(value: number, description: OptionDescription) {
  const { min = 0, max = 1_000_000 } = description
  return z.number().min(min).max(max).default(value).meta(metaOf(description))
}

/** A part of a whole, 0 to 1. */
export function share(value: number, description: Omit<OptionDescription, 'unit'>) {
  return quantity(value, { min: 0, max: 1, unit: 'share', ...description })
}

/** A span of traffic time; a week at most by default. */
export function seconds(value: number, description: Omit<OptionDescription, 'unit'>) {
  return quantity(value, { min: 0, max: 604_800, unit: 's', ...description })
}

/** A pause after which what was counted is forgotten; a day by default, a month at most. */
export function forgetAfter(what: string, value = 86_400) {
  const about = `A pause after which ${what} counted anew`
  return seconds(value, { about, min: 1, max: 2_592_000 })
}

/** Counts at which each severity starts; a severity that is left out is never given. */
export function levels<Level extends 'low' | 'medium' | 'high' | 'critical'>(
  counts: Readonly<Record<Level, number>>,
  { about = 'Count at which each severity starts', ...rest }: LevelsDescription,
) {
  const description = { about, ...rest }
  // Object.entries forgets the names that the type has.
  const entries = Object.entries(counts) as [Level, number][]
  const shape = Object.fromEntries(
    entries.map(([level, count]) => [level, limit(count, description)]),
  ) as Record<Level, ReturnType<typeof limit>>
  // Every count has a default, so nothing need be given.
  const nothing = {} as z.input<z.ZodObject<typeof shape>>
  return z.strictObject(shape).prefault(nothing).meta(metaOf(description))
}

/** 64 numbers show a pattern; a longer list is no setting. */
const numberCountMax = 64

/** Some numbers: marks that something passes, or ports. */
export function numbers(values: readonly number[], description: OptionDescription) {
  const { min = 0, max = 1_000_000 } = description
  return z
    .array(z.number().min(min).max(max))
    .max(numberCountMax)
    .default([...values])
    .meta(metaOf(description))
}

/** At most 1,000 entries of 64 characters: 64 kB. */
const listedCountMax = 1_000

/** Addresses and networks (CIDR) that a detector leaves alone. */
export function addresses(description: Omit<OptionDescription, 'unit' | 'min' | 'max'>) {
  const network = z.string().refine(isNetwork, {
    error: ({ input }) =>
      `${JSON.stringify(input)} is neither an IP address nor a network such as 10.0.0.0/8`,
  })
  return z
    .array(network)
    .max(listedCountMax)
    .default([])
    .meta(metaOf({ unit: 'addresses or networks', ...description }))
}

/** Sources of whose doings nothing is reported. */
export function allowSources(about: string) {
  return addresses({ about }).meta({ spares: 'source' })
}

/** Targets of which nothing is reported. */
export function allowTargets(about: string) {
  return addresses({ about }).meta({ spares: 'target' })
}

/** Settings that were refused, each by its name with value, range and unit. */
export function badSettings({ detector, options, given, error }: RefusedSettings): AppError {
  const messages = error.issues.map((issue) =>
    describeIssue({ schema: options, given, issue, prefix: [detector] }),
  )
  return new AppError(errorCodes.E_BAD_OPTION, messages.join('; '), {
    fix: `net-anomaly detectors ${detector} lists its options with unit, range and default.`,
  })
}

interface RefusedSettings {
  readonly detector: string
  readonly options: z.ZodObject
  readonly given: unknown
  readonly error: z.ZodError
}

function metaOf({ about, unit, source }: OptionDescription) {
  return { description: about, unit, ...(source === undefined ? {} : { source }) }
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  if (bits === undefined) return true
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)
}
