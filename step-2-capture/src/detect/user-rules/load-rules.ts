import { createHash } from 'node:crypto'
import type { Detector } from '../seam/detector.ts'
import { compileRules, type Refusal, type RuleFile } from './compile-rules.ts'
import { readRuleFiles } from './rule-files.ts'
import { userRulesOf } from './user-rules.ts'
import type { GivenVariables } from './variables.ts'

/** Where the user's rules are, and what their variables stand for. */
export interface GivenRules {
  readonly paths: readonly string[]
  readonly variables: GivenVariables
}

/** Rules as they were read: plain data, which is sent to the engine's thread. */
export interface RuleTexts {
  readonly files: readonly RuleFile[]
  readonly variables: GivenVariables
  /** Another one for other rules. */
  readonly stamp: string
}

/** The detector for rules, and what of them is not used. */
export interface LoadedRules {
  readonly detector: Detector
  readonly compiledCount: number
  readonly refused: readonly Refusal[]
}

/** Reads the files of the rules; null where none are given. @throws AppError `E_BAD_RULES` */
export async function readRules({ paths, variables }: GivenRules): Promise<RuleTexts | null> {
  if (paths.length === 0) return null
  const files = await readRuleFiles(paths)
  const hash = createHash('sha256').update(JSON.stringify(variables))
  for (const { path, content } of files) hash.update(`${path}\0`).update(content)
  return { files, variables, stamp: hash.digest('hex').slice(0, 16) }
}

/** Compiles rules that were read. */
export function loadRules({ files, variables, stamp }: RuleTexts): LoadedRules {
  const { rules, refused } = compileRules(files, variables)
  return { detector: userRulesOf(rules, stamp), compiledCount: rules.length, refused }
}

/** What is said of rules that were loaded, in a line. */
export function loadedText({ compiledCount, refused }: LoadedRules): string {
  const all = compiledCount + refused.length
  return `rules: ${compiledCount} of ${all} are used${refused.length > 0 ? '; net-anomaly rules check says why the others are not' : ''}`
}
