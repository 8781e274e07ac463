import { z } from '@hono/zod-openapi'
import type { HostModel } from '../detect/model/host-model.ts'
import { type MatchSettings, matchVerdict } from '../detect/model/network-match.ts'
import { hostFeatures } from '../features/host-window.ts'
import { quantile } from '../features/quantile.ts'
import type { KeptWindow } from '../run/messages.ts'
import type { JudgingOptions } from './judge-windows.ts'
import { figuresOf } from './window-figures.ts'

/** Features that a report names: those with most windows beyond the training. */
const movedCountMax = 5

const movedFeature = z.object({
  feature: z.string(),
  unit: z.string(),
  /** The median in training, and of the newest windows. */
  typical_in_training: z.number(),
  typical_now: z.number(),
  highest_in_training: z.number(),
  /** Share of the newest windows above all that was seen in training. */
  share_above: z.number().min(0).max(1),
})

/** Whether a model still knows the traffic that it judges. */
export const drift = z
  .object({
    model_id: z.string(),
    /**
     * `steady` while no more hosts are unusual than an attack explains, `drifted` with more, and
     * `unknown` before enough windows were seen.
     */
    verdict: z.enum(['unknown', 'steady', 'drifted']),
    windows: z.number().int(),
    /** Below that number the verdict is unknown. */
    windows_needed: z.number().int(),
    unusual: z.number().int(),
    hosts: z.number().int(),
    unusual_hosts: z.number().int(),
    /** What went beyond the training, the furthest first; empty of a model that kept no ranges. */
    moved: z.array(movedFeature),
  })
  .openapi('ModelDrift', {
    example: {
      model_id: '3f0c9a51b7de',
      verdict: 'drifted',
      windows: 4_096,
      windows_needed: 360,
      unusual: 350,
      hosts: 24,
      unusual_hosts: 11,
      moved: [
        {
          feature: 'destinations',
          unit: 'hosts',
          typical_in_training: 3,
          typical_now: 9,
          highest_in_training: 40,
          share_above: 0.02,
        },
      ],
    },
  })
export type Drift = z.infer<typeof drift>

/** Compares the newest windows with what a model was trained on. */
export async function driftOf(
  model: HostModel,
  windows: readonly KeptWindow[],
  { judging, match }: { readonly judging: JudgingOptions; readonly match: MatchSettings },
): Promise<Drift> {
  const figures = await figuresOf(model, windows, judging)
  const hosts = new Set(windows.map(({ host }) => host)).size
  const counts = { windows: windows.length, hosts, unusualHosts: figures?.hosts ?? 0 }
  const verdict = matchVerdict(counts, match)
  return {
    model_id: model.version,
    // With few windows many unusual hosts are no verdict yet.
    verdict: windows.length < match.matchWindowCountMin ? 'unknown' : said[verdict],
    windows: windows.length,
    windows_needed: match.matchWindowCountMin,
    unusual: figures?.unusual ?? 0,
    hosts,
    unusual_hosts: counts.unusualHosts,
    moved: movedFeatures(model, windows),
  }
}

const said = { unknown: 'unknown', matches: 'steady', differs: 'drifted' } as const

function movedFeatures(model: HostModel, windows: readonly KeptWindow[]): Drift['moved'] {
  const { typical, highest } = model.range
  return hostFeatures
    .flatMap(({ name, unit }, index) => {
      const top = highest[index]
      if (top === undefined) return []
      const values = Float64Array.from(windows, ({ row }) => row[index] as number).sort()
      const above = values.length - values.findLastIndex((value) => value <= top) - 1
      return {
        feature: name,
        unit,
        typical_in_training: typical[index] as number,
        typical_now: quantile(values, 0.5),
        highest_in_training: top,
        share_above: values.length === 0 ? 0 : above / values.length,
      }
    })
    .filter(({ share_above }) => share_above > 0)
    .sort((a, b) => b.share_above - a.share_above)
    .slice(0, movedCountMax)
}
