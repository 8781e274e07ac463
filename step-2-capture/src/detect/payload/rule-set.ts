import { latin1Text } from '../../decode/latin1.ts'
import { AhoCorasick } from './aho-corasick.ts'
import { contentBytes, type PayloadRule, type PayloadRuleInput, payloadRule } from './rule.ts'
import { safePattern } from './safe-pattern.ts'

/** A regular expression sees so many bytes to either side of its literal. */
const contextBytes = 384
/** Regular expressions that are tried on one message: hostile text can not buy more time. */
const tryCountMax = 24

export interface CompiledRule {
  readonly rule: PayloadRule
  readonly pattern: RegExp | undefined
  readonly also: RegExp | undefined
  /** The literals beside the first, as lower-case text. */
  readonly others: readonly string[]
}

/** All rules, compiled once: their first literals in one automaton, the rest behind it. */
export class RuleSet {
  readonly rules: readonly CompiledRule[]
  readonly automaton: AhoCorasick

  /** @throws AppError `E_UNSAFE_PATTERN`, and ZodError for a rule of another shape. */
  constructor(inputs: readonly PayloadRuleInput[]) {
    this.rules = inputs.map((input) => compile(payloadRule.parse(input)))
    this.automaton = new AhoCorasick(
      this.rules.map(({ rule }) => contentBytes(rule.content[0] as string)),
    )
  }
}

function compile(rule: PayloadRule): CompiledRule {
  return {
    rule,
    pattern: rule.pcre === undefined ? undefined : safePattern(rule.pcre),
    also: rule.also === undefined ? undefined : safePattern(rule.also.pcre),
    others: rule.content
      .slice(1)
      .map((content) => Buffer.from(contentBytes(content)).toString('latin1').toLowerCase()),
  }
}

/** A part of a message: which bytes, of which place. */
export interface Section {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/** Counts what regular expressions were tried on one message. */
export interface TryBudget {
  tryCount: number
}

/** Whether a rule whose first literal ends at `hitEnd` matches the section around it. */
export function matches(
  { pattern, others }: CompiledRule,
  { bytes, start, end }: Section,
  hitEnd: number,
  budget: TryBudget,
): boolean {
  if (others.length > 0) {
    const text = latin1Text(bytes, start, end).toLowerCase()
    if (!others.every((other) => text.includes(other))) return false
  }
  if (!pattern) return true
  if (budget.tryCount >= tryCountMax) return false
  budget.tryCount++
  const from = Math.max(start, hitEnd - contextBytes)
  return pattern.test(latin1Text(bytes, from, Math.min(end, hitEnd + contextBytes)))
}
