import { kindOfRecords } from '../capture/source-spec.ts'
import type { DetectorConfig } from '../detect/config/detector-config.ts'
import { ordinaryWindowsPerHour } from '../detect/model/false-alarms.ts'
import type { HostModel } from '../detect/model/host-model.ts'
import type { MatchSettings } from '../detect/model/network-match.ts'
import type { SourceKind } from '../pcap/source-kind.ts'
import type { KeptWindow } from '../run/messages.ts'
import type { Monitor } from '../run/monitor.ts'
import { type Concern, concernsOf, type JudgedSource } from '../versions/concerns.ts'
import { type Drift, driftOf } from '../versions/drift.ts'
import { type JudgedWindow, type JudgingOptions, judgeWindows } from '../versions/judge-windows.ts'
import type { Preview } from '../versions/kept-version.ts'
import type { ModelVersion, VersionDraft } from '../versions/model-version.ts'
import type { ModelVersions } from '../versions/model-versions.ts'
import { figuresOf, type WindowFigures } from '../versions/window-figures.ts'

/** The newest windows of the run: half an hour of twenty hosts, judged in 0.4 s by an ensemble. */
const previewWindowCountMax = 4_096

export interface ReviewParts {
  readonly versions: ModelVersions
  readonly monitor: Monitor
  readonly detectorConfig: () => DetectorConfig
}

/** What two models say of the same windows. */
export interface Comparison {
  /** `run`, or the version that held these windows out. */
  readonly windows_of: string
  readonly figures: readonly { readonly model_id: string; readonly figures: WindowFigures | null }[]
}

/** What the model in force says of the newest windows of a run, one by one. */
export interface JudgedRun {
  readonly runId: string
  readonly capture: { readonly source: SourceKind; readonly name: string }
  readonly model: { readonly version: string; readonly kind: HostModel['kind'] }
  /** The score above which a window is unusual. */
  readonly threshold: number
  readonly windows: readonly JudgedWindow[]
}

/** What models say of windows, with the options in force, and what speaks against a version. */
export class ModelReview {
  readonly #parts: ReviewParts

  constructor(parts: ReviewParts) {
    this.#parts = parts
  }

  /** What speaks against letting it judge what the server judges now. */
  concerns(version: VersionDraft | ModelVersion): Concern[] {
    return concernsOf(version, judgedBy(this.#parts.monitor))
  }

  /** The figures of a model on windows without their hosts; null of none, and for sequences. */
  async ofRows(model: HostModel, rows: readonly Float64Array[]): Promise<WindowFigures | null> {
    if (model.kind === 'sequence') return null
    const windows = rows.map((row) => ({ host: '', startUs: 0, endUs: 0, row }))
    return figuresOf(model, windows, this.#options())
  }

  /** What a version says of the newest windows of the run, beside the model that judges now. */
  async preview(version: ModelVersion, model: HostModel): Promise<Preview | null> {
    const { versions, monitor } = this.#parts
    const { active, activeVersion } = versions
    const run_id = monitor.status().run_id
    if (!active || !activeVersion || run_id === null) return null
    const windows = await this.#newestWindows()
    const options = this.#options()
    const before = await figuresOf(active, windows, options)
    const after = await figuresOf(model, windows, options)
    if (!before || !after) return null
    return {
      run_id,
      before: { model_id: activeVersion.model_id, ...before },
      after: { model_id: version.model_id, ...after },
    }
  }

  /**
   * Two versions on the same windows: those that each held out, and the newest of the run.
   * @throws AppError `E_NO_VERSION`, `E_MODEL_DAMAGED`
   */
  async compare(ids: readonly [string, string]): Promise<Comparison[]> {
    const { versions } = this.#parts
    const both = await Promise.all(ids.map((id) => versions.load(id)))
    const comparisons: Comparison[] = []
    for (const { version, heldOut } of both) {
      if (heldOut.length === 0) continue
      const figures = []
      for (const { version: judging, model } of both) {
        const { model_id } = judging
        figures.push({ model_id, figures: await this.ofRows(model, heldOut) })
      }
      comparisons.push({ windows_of: version.model_id, figures })
    }
    const windows = await this.#newestWindows()
    if (windows.length === 0) return comparisons
    const figures = []
    for (const { version, model } of both) {
      const { model_id } = version
      figures.push({ model_id, figures: await figuresOf(model, windows, this.#options()) })
    }
    return [...comparisons, { windows_of: 'run', figures }]
  }

  /** Judges the newest windows of the run again; null without a run or a model that judges. */
  async judge(): Promise<JudgedRun | null> {
    const { versions, monitor } = this.#parts
    const { active } = versions
    const { source } = monitor
    const { run_id: runId } = monitor.status()
    if (!active || !source || runId === null) return null
    const options = this.#options()
    return {
      runId,
      capture: { source: kindOfRecords(source), name: source.name },
      model: { version: active.version, kind: active.kind },
      threshold: 1 - options.alarmChance[active.kind],
      windows: await judgeWindows(active, await this.#newestWindows(), options),
    }
  }

  /** Whether the model that judges still knows the traffic; null where none judges. */
  async drift(): Promise<Drift | null> {
    const { versions, detectorConfig } = this.#parts
    const { active } = versions
    if (!active) return null
    const { window_model: window = {}, sequence_model: sequence = {} } = detectorConfig().inForce
    // The schema of both detectors has these numbers.
    const match = (active.kind === 'window' ? window : sequence) as unknown as MatchSettings
    return driftOf(active, await this.#newestWindows(), { judging: this.#options(), match })
  }

  async #newestWindows(): Promise<readonly KeptWindow[]> {
    const kept = await this.#parts.monitor.ask('windowRows', { count: previewWindowCountMax })
    return kept?.windows ?? []
  }

  #options(): JudgingOptions {
    const { window_model: window = {}, sequence_model: sequence = {} } =
      this.#parts.detectorConfig().inForce
    // The schema of the detectors has these, each a number.
    const chanceOf = ({ falseAlarmsPerHour }: typeof window) =>
      (falseAlarmsPerHour as number) / ordinaryWindowsPerHour
    return {
      alarmChance: { window: chanceOf(window), sequence: chanceOf(sequence) },
      probabilityMin: sequence.probabilityMin as number,
      windowGapSecondsMax: sequence.windowGapSecondsMax as number,
    }
  }
}

/** The sources of the runs that are on; without any, that of the current run. */
function judgedBy({ runs, source }: Monitor): JudgedSource[] {
  const specs =
    runs.active.length > 0 ? runs.active.map(({ spec }) => spec) : source ? [source] : []
  return specs.map(({ kind, name }) => ({ kind, name }))
}
