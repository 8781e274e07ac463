import type { Draft } from '../draft.ts'
import { RefusedRule } from '../refused-rule.ts'

/** Reads one option into the draft of its rule. @throws RefusedRule */
export type Keyword = (draft: Draft, value: string | null, keyword: string) => void

export type Keywords = Readonly<Record<string, Keyword>>

/** The value of an option that must have one. @throws RefusedRule */
export function givenValue(value: string | null, keyword: string): string {
  if (value !== null && value !== '') return value
  throw new RefusedRule('value', `${keyword} has no value`, keyword)
}

/** Parts of a value between commas, without blanks around them. */
export function listOf(value: string | null, keyword: string): string[] {
  return givenValue(value, keyword)
    .split(',')
    .map((part) => part.trim())
}

export function badValue(keyword: string, value: string | null): RefusedRule {
  return new RefusedRule(
    'value',
    `${keyword}:${(value ?? '').slice(0, 60)} is not understood`,
    keyword,
  )
}
