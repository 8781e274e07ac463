import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Half } from './labelled-captures.ts'

/** A folder of captures with labels, or a half of it. */
export interface MeasuredSet {
  /** What its accepted figures are kept under, for example `data-2 tuning`. */
  readonly name: string
  readonly folder: string
  readonly half: Half
}

export function measuredSet(folder: string, half: Half): MeasuredSet {
  const name = basename(resolve(folder))
  return { name: half === 'both' ? name : `${name} ${half}`, folder, half }
}

/**
 * What is measured where no folder is named, of what is there: `data`, with which the detectors were
 * first made, and the halves of `data-2` by themselves.
 */
export function setsIn(parent: string, half: Half): MeasuredSet[] {
  const halves = half === 'both' ? (['tuning', 'checking'] as const) : [half]
  const sets = [
    measuredSet(join(parent, 'data'), half),
    ...halves.map((one) => measuredSet(join(parent, 'data-2'), one)),
  ]
  return sets.filter(({ folder }) => existsSync(folder))
}
