import type { Detector } from '../seam/detector.ts'

/**
 * What is set, by name: `beaconing.scoreMin`, `beaconing.levels.high`, `beaconing.enabled`. Plain
 * data: it is stored, and sent to the engine's thread.
 */
export type Settings = Readonly<Record<string, unknown>>

/** The same as it is written: settings of detectors, and levels, as maps in maps. */
export interface NestedSettings {
  readonly [name: string]: unknown
}

/** Takes nested settings apart, to one entry a value; a list is one value. */
export function flattened(nested: NestedSettings): Settings {
  return Object.fromEntries(entriesOf(nested, []))
}

function entriesOf(nested: NestedSettings, path: readonly string[]): [string, unknown][] {
  return Object.entries(nested).flatMap(([key, value]): [string, unknown][] => {
    const name = [...path, key]
    return isMap(value) ? entriesOf(value, name) : [[name.join('.'), value]]
  })
}

/** Puts settings together again: by detector, option, and level. */
export function nested(settings: Settings): Readonly<Record<string, NestedSettings>> {
  const root = new Map<string, unknown>()
  for (const [name, value] of Object.entries(settings)) {
    const path = name.split('.')
    const last = path.pop() as string // A text has at least one part.
    let level = root
    for (const key of path) {
      const next = level.get(key)
      const deeper = next instanceof Map ? next : new Map<string, unknown>()
      level.set(key, deeper)
      level = deeper
    }
    level.set(last, value)
  }
  // Each name has a detector in front, so on the first level there are maps alone.
  return objectOf(root) as Record<string, NestedSettings>
}

function objectOf(map: ReadonlyMap<string, unknown>): NestedSettings {
  const entries = [...map].map(([key, value]) => [
    key,
    value instanceof Map ? objectOf(value) : value,
  ])
  return Object.fromEntries(entries)
}

/** The detectors of a list that are on, each with what is set of it. @throws AppError `E_BAD_OPTION` */
export function running(list: readonly Detector[], settings: Settings): readonly Detector[] {
  const given = nested(settings)
  return list.flatMap((detector) => {
    const { enabled = true, ...options } = given[detector.name] ?? {}
    if (enabled === false) return []
    return Object.keys(options).length === 0 ? [detector] : [detector.with(options)]
  })
}

function isMap(value: unknown): value is NestedSettings {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
