import { isDeepStrictEqual } from 'node:util'
import type { DetectorDescription } from '../seam/detector.ts'
import { badSettings } from '../seam/option.ts'
import { checkSettings } from './check-settings.ts'
import { describedDetectors } from './described-detectors.ts'
import { flattened, type NestedSettings, nested, type Settings } from './settings.ts'

/** Where a value comes from. Each place comes before those on its left. */
export const settingOrigins = ['default', 'file', 'set', 'stored'] as const
export type SettingOrigin = (typeof settingOrigins)[number]

/** What is given in each place: `net-anomaly.yaml`, `--set`, and `PUT /api/config`. */
export interface GivenSettings {
  readonly file?: Settings
  readonly set?: Settings
  readonly stored?: Settings
}

/**
 * The settings of all detectors that are in force, each with the place it comes from. What was set
 * last through the API wins, so that a change is in force whatever the server was started with.
 * A value: a change makes another one.
 */
export class DetectorConfig {
  /** Every detector that can be set, on or off. */
  readonly list: readonly DetectorDescription[]
  /** All that is given, by name. */
  readonly settings: Settings
  readonly #given: GivenSettings

  /** @throws AppError `E_BAD_OPTION` when values do not go together */
  constructor(
    given: GivenSettings = {},
    list: readonly DetectorDescription[] = describedDetectors,
  ) {
    this.list = list
    this.#given = given
    this.settings = { ...given.file, ...given.set, ...given.stored }
    const names = Object.keys(nested(this.settings))
    for (const detector of list) if (names.includes(detector.name)) this.#valuesOf(detector)
  }

  /** What `PUT /api/config` has set. */
  get stored(): Settings {
    return this.#given.stored ?? {}
  }

  /** Every value in force, as it is written: by detector, option, and level. */
  get inForce(): Readonly<Record<string, NestedSettings>> {
    return Object.fromEntries(
      this.list.map((detector) => [detector.name, this.#valuesOf(detector)]),
    )
  }

  originOf(name: string): SettingOrigin {
    const place = (['stored', 'set', 'file'] as const).find((origin) =>
      Object.hasOwn(this.#given[origin] ?? {}, name),
    )
    return place ?? 'default'
  }

  /**
   * The same with further values stored. What is in force already stays where it comes from, so
   * that all of `inForce` sent back changes nothing; null forgets what is stored under a name and
   * below it. @throws AppError `E_BAD_OPTION`
   */
  changed(patch: NestedSettings): DetectorConfig {
    checkSettings(this.list, patch)
    const inForce = flattened(this.inForce)
    const stored: Record<string, unknown> = { ...this.stored }
    for (const [name, value] of Object.entries(flattened(patch))) {
      if (value === null) for (const key of namesAtOrBelow(name, stored)) delete stored[key]
      else if (!isDeepStrictEqual(value, inForce[name])) stored[name] = value
    }
    return new DetectorConfig({ ...this.#given, stored }, this.list)
  }

  /** The same with what the store holds. What another version left there and no detector knows now is returned apart. */
  withStored(stored: Settings): { config: DetectorConfig; refused: readonly string[] } {
    const refused = Object.keys(stored).filter((name) => !isKnown(this.list, name, stored[name]))
    const known = Object.entries(stored).filter(([name]) => !refused.includes(name))
    const given = { ...this.#given, stored: Object.fromEntries(known) }
    return { config: new DetectorConfig(given, this.list), refused }
  }

  #valuesOf({ name, options }: DetectorDescription): NestedSettings {
    const { enabled = true, ...given } = nested(this.settings)[name] ?? {}
    const { data, error } = options.safeParse(given)
    if (error) throw badSettings({ detector: name, options, given, error })
    return { enabled, ...data }
  }
}

function namesAtOrBelow(name: string, settings: Settings): string[] {
  return Object.keys(settings).filter((key) => key === name || key.startsWith(`${name}.`))
}

function isKnown(list: readonly DetectorDescription[], name: string, value: unknown): boolean {
  try {
    checkSettings(list, nested({ [name]: value }))
    return true
  } catch {
    return false
  }
}
