import { type CompiledRules, compileWhole, type Refusal, type RuleFile } from './compile-rules.ts'
import type { RefusalReason } from './refused-rule.ts'
import { partsOf, rulesIn } from './rule-text.ts'
import type { UserRule } from './user-rule.ts'
import type { GivenVariables } from './variables.ts'

/** How many rules have a keyword, and how many of those are used. */
export interface KeywordCount {
  readonly keyword: string
  readonly rules: number
  readonly compiled: number
}

export interface ReasonCount {
  readonly reason: RefusalReason
  readonly keyword: string
  readonly rules: number
}

/** What is understood of a set of rules. */
export interface RulesReport {
  readonly files: number
  readonly rules: number
  readonly compiled: number
  /** By how many rules they cost, most first. */
  readonly reasons: readonly ReasonCount[]
  readonly keywords: readonly KeywordCount[]
  readonly refused: readonly Refusal[]
}

/** Compiles rules to the last pattern, which a run puts off until a pattern is needed. */
export function checkRules(files: readonly RuleFile[], variables: GivenVariables): RulesReport {
  const { rules, refused } = compileWhole(files, variables)
  const later = rules.flatMap((rule) => patternRefusal(rule) ?? [])
  const bad = new Set(later.map(({ sid }) => sid))
  const used = rules.filter(({ sid }) => !bad.has(sid))
  const all = [...refused, ...later]
  return {
    files: files.length,
    rules: used.length + all.length,
    compiled: used.length,
    reasons: reasonCounts(all),
    keywords: keywordCounts(files, used),
    refused: all,
  }
}

/** What was refused, by reason and keyword. */
export function reasonCounts(refused: CompiledRules['refused']): ReasonCount[] {
  const counts = new Map<string, { reason: RefusalReason; keyword: string; rules: number }>()
  for (const { reason, keyword } of refused) {
    const key = `${reason} ${keyword}`
    const known = counts.get(key)
    if (known) known.rules++
    else counts.set(key, { reason, keyword, rules: 1 })
  }
  return [...counts.values()].sort((a, b) => b.rules - a.rules)
}

function patternRefusal({ sections, file, line, sid }: UserRule): Refusal | undefined {
  for (const { tests } of sections) {
    for (const test of tests) {
      const problem = test.kind === 'pattern' ? test.pattern.problem : undefined
      if (problem === undefined) continue
      return { file, line, sid, reason: 'pattern', keyword: 'pcre', message: problem }
    }
  }
  return undefined
}

function keywordCounts(files: readonly RuleFile[], used: readonly UserRule[]): KeywordCount[] {
  const places = new Set(used.map(({ file, line }) => `${file} ${line}`))
  const counts = new Map<string, { keyword: string; rules: number; compiled: number }>()
  for (const { path, content } of files) {
    for (const text of rulesIn(path, content)) {
      const isUsed = places.has(`${path} ${text.line}`)
      for (const keyword of keywordsOf(text.text)) {
        const known = counts.get(keyword) ?? { keyword, rules: 0, compiled: 0 }
        known.rules++
        if (isUsed) known.compiled++
        counts.set(keyword, known)
      }
    }
  }
  return [...counts.values()].sort((a, b) => b.rules - a.rules)
}

function keywordsOf(text: string): Set<string> {
  try {
    return new Set(partsOf(text).options.map(({ keyword }) => keyword.slice(0, 40)))
  } catch {
    return new Set()
  }
}
