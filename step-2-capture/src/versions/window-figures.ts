import { z } from '@hono/zod-openapi'
import type { HostModel } from '../detect/model/host-model.ts'
import { quantile } from '../features/quantile.ts'
import type { KeptWindow } from '../run/messages.ts'
import { type JudgingOptions, judgeWindows } from './judge-windows.ts'

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

/** Judges windows with a model, in the order of time. @returns null of none */
export async function figuresOf(
  model: HostModel,
  windows: readonly KeptWindow[],
  options: JudgingOptions,
): Promise<WindowFigures | null> {
  if (windows.length === 0) return null
  const judged = await judgeWindows(model, windows, options)
  const scores = Float64Array.from(judged, ({ score }) => score).sort()
  const unusual = judged.filter(({ isUnusual }) => isUnusual)
  const hosts = new Set(unusual.map(({ host }) => host))
  return {
    windows: windows.length,
    unusual: unusual.length,
    unusual_share: unusual.length / windows.length,
    ...(windows.some(({ host }) => host !== '') ? { hosts: hosts.size } : {}),
    score_median: quantile(scores, 0.5),
    score_max: scores.at(-1) as number, // There is at least one.
  }
}
