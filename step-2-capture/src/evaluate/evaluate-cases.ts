import { join } from 'node:path'
import { CaptureFile } from '../capture/capture-file.ts'
import { JoinedFiles } from '../capture/joined-files.ts'
import { running, type Settings } from '../detect/config/settings.ts'
import { detectors } from '../detect/detectors.ts'
import { analyzeCapture } from '../run/analyze-capture.ts'
import type { FlowRecord } from '../run/flow-record.ts'
import { judgeCase, type SeenCase } from './judge-case.ts'
import type { WrittenCase } from './written-case.ts'

export interface CaseVerdict {
  readonly files: readonly string[]
  /** What is wrong; nothing where the case is right. */
  readonly wrong: readonly string[]
}

export const isRight = ({ wrong }: CaseVerdict) => wrong.length === 0

/** Judges each written case by what the detectors without training and the flow table say of it. */
export async function evaluateCases(
  cases: readonly WrittenCase[],
  { folder, settings }: { readonly folder: string; readonly settings: Settings },
): Promise<CaseVerdict[]> {
  const verdicts: CaseVerdict[] = []
  for (const one of cases) {
    const paths = one.files.map((file) => join(folder, file))
    verdicts.push({ files: one.files, wrong: judgeCase(one, await seeCase(paths, settings)) })
  }
  return verdicts
}

async function seeCase(paths: readonly string[], settings: Settings): Promise<SeenCase> {
  const flows: FlowRecord[] = []
  const [path = ''] = paths
  const isOne = paths.length === 1
  const source = isOne ? new CaptureFile({ path, links: 'follow' }) : new JoinedFiles(paths)
  const report = await analyzeCapture(source, {
    detectors: running(detectors, settings),
    onFlowLine: (line) => flows.push(JSON.parse(line)),
  })
  return { report, flows: flows.filter(({ end }) => end !== 'active') }
}
