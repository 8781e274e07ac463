import { setImmediate } from 'node:timers/promises'
import { z } from '@hono/zod-openapi'
import type { HostModel } from '../detect/model/host-model.ts'
import { RecentWindows } from '../detect/model/recent-windows.ts'
import { quantile } from '../features/quantile.ts'
import type { HostId } from '../flow/host-rows.ts'
import type { KeptWindow } from '../run/messages.ts'

/** How a model judges some windows. */
export const windowFigures = z
  .object({
    windows: z.number().int(),
    /** Windows above the threshold. Of one host's several, fewer become alerts. */
    unusual: z.number().int(),
    unusual_share: z.number().min(0).max(1),
    /** Hosts with such a window; left out where the hosts of the windows are not kept. */
    hosts: z.number().int().optional(),
    score_median: z.number().min(0).max(1),
    score_max: z.number().min(0).max(1),
  })
  .openapi('WindowFigures')
export type WindowFigures = z.infer<typeof windowFigures>

/** The options of the detectors that judge with a model, as far as they decide what is unusual. */
export interface JudgingOptions {
  /** The chance of an ordinary window below which one is unusual, by kind of model. */
  readonly alarmChance: Readonly<Record<HostModel['kind'], number>>
  /** For a model of sequences: the least probability of an attack. */
  readonly probabilityMin: number
  /** Windows of a host further apart belong to different sequences. */
  readonly windowGapSecondsMax: number
}

/** A window costs 0.1 to 1 ms: this long, and others get their turn. */
const turnMs = 15

/**
 * Judges windows with a model, in the order of time, and gives way to others between them.
 * @returns null of none
 */
export async function figuresOf(
  model: HostModel,
  windows: readonly KeptWindow[],
  options: JudgingOptions,
): Promise<WindowFigures | null> {
  if (windows.length === 0) return null
  const judge = judgeOf(model, options)
  const scores = new Float64Array(windows.length)
  const hosts = new Set<string>()
  let unusual = 0
  let turnedAtMs = performance.now()
  for (const [index, window] of windows.entries()) {
    const { score, isUnusual } = judge(window)
    scores[index] = score
    if (isUnusual) {
      unusual++
      hosts.add(window.host)
    }
    if (performance.now() - turnedAtMs < turnMs) continue
    await setImmediate()
    turnedAtMs = performance.now()
  }
  scores.sort()
  return {
    windows: windows.length,
    unusual,
    unusual_share: unusual / windows.length,
    ...(windows.some(({ host }) => host !== '') ? { hosts: hosts.size } : {}),
    score_median: quantile(scores, 0.5),
    score_max: scores.at(-1) as number, // There is at least one.
  }
}

interface Judgement {
  readonly score: number
  readonly isUnusual: boolean
}

function judgeOf(model: HostModel, options: JudgingOptions): (window: KeptWindow) => Judgement {
  const alarmChance = options.alarmChance[model.kind]
  if (model.kind === 'window') {
    return ({ row }) => {
      const { score, chance } = model.score(row)
      return { score, isUnusual: chance < alarmChance }
    }
  }
  const recent = new RecentWindows(options.windowGapSecondsMax)
  const numbers = new Map<string, HostId>()
  return (window) => {
    // The numbers that the engine gave these hosts are gone; any will do.
    const host = (numbers.get(window.host) ?? numbers.size) as HostId
    numbers.set(window.host, host)
    const { score, chance, confidence, attack_type } = model.judge(recent.add({ ...window, host }))
    const isAttack = attack_type !== null && confidence >= options.probabilityMin
    return { score, isUnusual: isAttack && chance < alarmChance }
  }
}
