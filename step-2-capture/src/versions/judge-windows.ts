import { setImmediate } from 'node:timers/promises'
import type { HostModel } from '../detect/model/host-model.ts'
import { RecentWindows } from '../detect/model/recent-windows.ts'
import type { HostId } from '../flow/host-rows.ts'
import type { KeptWindow } from '../run/messages.ts'

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

/** A window with what a model says of it. */
export type JudgedWindow = KeptWindow & Judgement

/** Judges windows with a model, in the order of time, and gives way to others between them. */
export async function judgeWindows(
  model: HostModel,
  windows: readonly KeptWindow[],
  options: JudgingOptions,
): Promise<JudgedWindow[]> {
  const judge = judgeOf(model, options)
  const judged: JudgedWindow[] = []
  let turnedAtMs = performance.now()
  for (const window of windows) {
    judged.push({ ...window, ...judge(window) })
    if (performance.now() - turnedAtMs < turnMs) continue
    await setImmediate()
    turnedAtMs = performance.now()
  }
  return judged
}

interface Judgement {
  readonly score: number
  readonly rawScore: number
  readonly isUnusual: boolean
}

function judgeOf(model: HostModel, options: JudgingOptions): (window: KeptWindow) => Judgement {
  const alarmChance = options.alarmChance[model.kind]
  if (model.kind === 'window') {
    return ({ row }) => {
      const { score, raw_score: rawScore, chance } = model.score(row)
      return { score, rawScore, isUnusual: chance < alarmChance }
    }
  }
  const recent = new RecentWindows(options.windowGapSecondsMax)
  const numbers = new Map<string, HostId>()
  return (window) => {
    // The numbers that the engine gave these hosts are gone; any will do.
    const host = (numbers.get(window.host) ?? numbers.size) as HostId
    numbers.set(window.host, host)
    const judged = model.judge(recent.add({ ...window, host }))
    const { score, raw_score: rawScore, chance, confidence, attack_type } = judged
    const isAttack = attack_type !== null && confidence >= options.probabilityMin
    return { score, rawScore, isUnusual: isAttack && chance < alarmChance }
  }
}
