import { RuleCompiler } from './compile-rule.ts'
import { KeptRule } from './kept-rule.ts'
import { type RefusalReason, RefusedRule } from './refused-rule.ts'
import { type RuleText, rulesIn } from './rule-text.ts'
import type { UserRule } from './user-rule.ts'
import { type GivenVariables, Variables } from './variables.ts'

/** The largest public sets have some 60,000; a rule takes about 2 kB. */
export const ruleCountMax = 65_536

/** A file of rules as it was read. */
export interface RuleFile {
  readonly path: string
  readonly content: string
}

/** A rule that is not used, and why. */
export interface Refusal {
  readonly file: string
  readonly line: number
  readonly sid: number | null
  readonly reason: RefusalReason
  /** The keyword that it is about; empty for the header. */
  readonly keyword: string
  readonly message: string
}

export interface CompiledRules {
  readonly rules: readonly UserRule[]
  readonly refused: readonly Refusal[]
}

/** Compiles every rule of these files to wait for traffic; one that is not understood leaves the others alone. */
export function compileRules(files: readonly RuleFile[], variables: GivenVariables): CompiledRules {
  return compileAs(files, variables, (rule, compiler, text) => new KeptRule(rule, compiler, text))
}

/** The same with each rule whole, for a look at all of them. */
export function compileWhole(files: readonly RuleFile[], variables: GivenVariables): CompiledRules {
  return compileAs(files, variables, (rule) => rule)
}

function compileAs(
  files: readonly RuleFile[],
  variables: GivenVariables,
  keep: (rule: UserRule, compiler: RuleCompiler, text: RuleText) => UserRule,
): CompiledRules {
  const compiler = new RuleCompiler(new Variables(variables))
  const bySid = new Map<number, UserRule>()
  const refused: Refusal[] = []
  for (const { path, content } of files) {
    for (const text of rulesIn(path, content)) {
      try {
        add(bySid, keep(compiler.compile(text), compiler, text), refused)
      } catch (error) {
        if (!(error instanceof RefusedRule)) throw error
        refused.push(refusalOf(text, error))
      }
    }
  }
  return { rules: [...bySid.values()], refused }
}

/** Of two rules with one number the later revision stands, as in Suricata. */
function add(bySid: Map<number, UserRule>, rule: UserRule, refused: Refusal[]): void {
  const known = bySid.get(rule.sid)
  if (!known && bySid.size >= ruleCountMax) {
    throw new RefusedRule('limit', `there are ${ruleCountMax} rules before it`)
  }
  const loser = known && (known.revision >= rule.revision ? rule : known)
  if (loser) {
    const { file, line, sid } = loser
    const message = `sid ${sid} stands also in ${(loser === rule ? known : rule).file}`
    refused.push({ file, line, sid, reason: 'duplicate', keyword: 'sid', message })
  }
  if (loser !== rule) bySid.set(rule.sid, rule)
}

function refusalOf({ file, line, text }: RuleText, error: RefusedRule): Refusal {
  const sid = /[;(]\s*sid\s*:\s*(\d{1,15})\s*;/.exec(text)?.[1]
  const { reason, keyword, message } = error
  return { file, line, sid: sid === undefined ? null : Number(sid), reason, keyword, message }
}
