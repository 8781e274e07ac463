import { z } from 'zod'
import type { Traffic } from '../../flow/traffic.ts'
import type { Technique } from './detection.ts'
import type { DetectorFamily } from './family.ts'
import type { TrafficObserver } from './observer.ts'
import { badSettings, type SettingsOf } from './option.ts'
import type { Reporter } from './reporter.ts'
import { sparing } from './spared-hosts.ts'

/** What is the same for all detections of a kind. */
export interface DetectionKind {
  /** Stable name, for example `vertical_port_scan`: the `kind` of a detection. */
  readonly id: string
  /** One sentence with `{names}` in braces, which the detector's values replace. */
  readonly title: string
  /** MITRE ATT&CK technique (https://attack.mitre.org), or null where none fits. */
  readonly technique: Technique | null
  /** What the reader of the alert should do next. */
  readonly recommend: string
}

/**
 * Everything that is said about a detector, in configuration, documents, the self-test, fusion and
 * filters, is read from here.
 */
export interface DetectorDescription {
  /** Stable name, for example `port_scan`: its section of the configuration. */
  readonly name: string
  readonly family: DetectorFamily
  /** One sentence: what it finds, and what it leaves alone. */
  readonly about: string
  readonly kinds: readonly DetectionKind[]
  /** Its options, each with default, unit, range and source. */
  readonly options: z.ZodObject
}

/** A detector as a described value, ready to run. */
export interface Detector extends DetectorDescription {
  /** The options that are in force. */
  readonly settings: Readonly<Record<string, unknown>>
  /** What it judges with beside its settings: a model, or the user's rules. */
  readonly basis?: { readonly id: string }
  /** The same detector with other settings; what is left out keeps its default. @throws AppError `E_BAD_OPTION` */
  with(settings: Readonly<Record<string, unknown>>): Detector
  /** Starts to watch a run. */
  observe(traffic: Traffic, reporter: Reporter): TrafficObserver
}

/** What `defineDetector` takes: the description, and `watch`, which makes an observer for a run. */
export interface DetectorDefinition<
  Kinds extends readonly DetectionKind[],
  Options extends z.ZodRawShape,
> {
  readonly name: string
  readonly family: DetectorFamily
  readonly about: string
  readonly kinds: Kinds
  readonly options: Options
  readonly basis?: { readonly id: string }
  watch(
    traffic: Traffic,
    settings: SettingsOf<Options>,
    reporter: Reporter<Kinds[number]>,
  ): TrafficObserver
}

/** A detector whose settings are known by type. */
export interface DefinedDetector<Options extends z.ZodRawShape> extends Detector {
  with(settings: Partial<z.input<z.ZodObject<Options>>>): DefinedDetector<Options>
}

/** Makes the described value of a detector, with every option at its default. */
export function defineDetector<
  const Kinds extends readonly DetectionKind[],
  Options extends z.ZodRawShape,
>(definition: DetectorDefinition<Kinds, Options>): DefinedDetector<Options> {
  const options = z.strictObject(definition.options)
  const make = (settings: z.output<typeof options>): DefinedDetector<Options> => ({
    name: definition.name,
    family: definition.family,
    about: definition.about,
    kinds: definition.kinds,
    options,
    settings,
    ...(definition.basis ? { basis: definition.basis } : {}),
    with: (given) => {
      const { data, error } = options.safeParse(given)
      if (error) throw badSettings({ detector: definition.name, options, given, error })
      return make(data)
    },
    // A reporter of all kinds can report those of this detector.
    observe: (traffic, reporter) =>
      definition.watch(
        traffic,
        settings,
        sparing(reporter, traffic, options, settings) as Reporter<never>,
      ),
  })
  // Read once a process: compiling a parser for it would take longer.
  return make(options.parse({}, { jitless: true }))
}
