import { latin1Text } from '../../decode/latin1.ts'
import { ByteAutomaton } from './byte-automaton.ts'
import { resolvedLookups } from './log4j-lookups.ts'
import type { SignatureRule } from './rule.ts'
import type { RulePart } from './rule-part.ts'
import { followingBytesMax } from './safe-pattern.ts'

/** As much behind a literal as a hidden look-up takes. */
const lookupBytesMax = 512
/** A text is looked at for hidden look-ups in steps of this, each with room for one behind it. */
const lookupStepBytes = 256
const lookup = /\$\{\s{0,4}jndi:/i

export interface RuleMatch {
  readonly rule: SignatureRule
  /** The literal that was found. */
  readonly literal: string
  /** Offset behind the literal. */
  readonly end: number
  /** It stands in a whole statement of a program: see `quotedAfter`. */
  readonly isStatement: boolean
}

/**
 * Rules, with an automaton for each part of the traffic that any of them reads. It is made when the
 * part is first seen: all of them take a tenth of the time in which a command starts.
 */
export class RuleSet {
  readonly #rules: readonly SignatureRule[]
  readonly #parts: ReadonlySet<RulePart>
  readonly #compiled = new Map<RulePart, CompiledPart>()

  constructor(rules: readonly SignatureRule[]) {
    this.#rules = rules
    this.#parts = new Set(rules.flatMap(({ where }) => where))
  }

  /** Whether any rule reads this part. */
  reads(part: RulePart): boolean {
    return this.#parts.has(part)
  }

  /**
   * Whether a rule's literal ends in `bytes[offset, end)`, of which the first bytes may have come
   * before: see `ByteAutomaton.search`.
   */
  search(part: RulePart, bytes: Uint8Array, offset: number, end: number, state: number): number {
    return this.#of(part)?.search(bytes, offset, end, state) ?? ByteAutomaton.start
  }

  /** The rules that match `bytes[offset, end)`, each once, in the order of their first match. */
  match(part: RulePart, bytes: Uint8Array, offset: number, end: number): readonly RuleMatch[] {
    return this.#of(part)?.match(bytes, offset, end) ?? none
  }

  #of(part: RulePart): CompiledPart | undefined {
    const known = this.#compiled.get(part)
    if (known !== undefined || !this.#parts.has(part)) return known
    const compiled = new CompiledPart(this.#rules, part)
    this.#compiled.set(part, compiled)
    return compiled
  }
}

const none: readonly RuleMatch[] = []

interface CompiledLiteral {
  readonly rule: SignatureRule
  readonly literal: string
  readonly following: RegExp | undefined
  readonly before: RegExp | undefined
}

class CompiledPart {
  readonly #literals: readonly CompiledLiteral[]
  readonly #automaton: ByteAutomaton
  readonly #isWhole: boolean

  constructor(rules: readonly SignatureRule[], part: RulePart) {
    this.#isWhole = part === 'tls.ja3' || part === 'tls.ja4'
    this.#literals = rules
      .filter((rule) => rule.where.includes(part))
      .flatMap((rule) => {
        const following =
          rule.followedBy === undefined ? undefined : new RegExp(rule.followedBy, 'isy')
        const before =
          rule.quotedAfter === undefined ? undefined : new RegExp(rule.quotedAfter, 'is')
        return rule.content.map((literal) => ({ rule, literal, following, before }))
      })
    // A plus sign in a target or a form stands for a space, and has become one.
    const isForm = part === 'http.uri' || part === 'http.body'
    this.#automaton = new ByteAutomaton(
      this.#literals.map(({ literal }) => (isForm ? literal.replaceAll('+', ' ') : literal)),
    )
  }

  search(bytes: Uint8Array, offset: number, end: number, state: number): number {
    return this.#automaton.search(bytes, offset, end, state)
  }

  match(bytes: Uint8Array, offset: number, end: number): readonly RuleMatch[] {
    const { start, found } = ByteAutomaton
    const hasLiteral = this.#automaton.search(bytes, offset, end, start) === found
    return hasLiteral ? this.#collect(bytes, offset, end) : none
  }

  #collect(bytes: Uint8Array, offset: number, end: number): readonly RuleMatch[] {
    let matches: RuleMatch[] | undefined
    // Read once: a text of 16 kB that is full of literals costs each only its expression.
    let text: string | undefined
    let hiddenFrom = offset
    this.#automaton.scan(bytes, offset, end, ByteAutomaton.start, (index, at) => {
      const { rule, literal, following, before } = this.#literals[index] as CompiledLiteral
      if (matches?.some((match) => match.rule === rule)) return
      if (this.#isWhole && (at !== end || literal.length !== end - offset)) return
      if (rule.hidesLookup) {
        // What was looked at holds none, and need not be looked at from each brace in it.
        if (at < hiddenFrom) return
        hiddenFrom = at + lookupStepBytes
        const near = latin1Text(
          bytes,
          at - literal.length,
          Math.min(end, hiddenFrom + lookupBytesMax),
        )
        // What is not hidden has a rule of its own.
        if (lookup.test(near) || !lookup.test(resolvedLookups(near))) return
      }
      if (following) {
        text ??= latin1Text(bytes, offset, end)
        following.lastIndex = at - offset
        if (!following.test(text)) return
      }
      matches ??= []
      const start = at - literal.length
      const earlier =
        before && latin1Text(bytes, Math.max(offset, start - followingBytesMax), start)
      const isStatement = earlier !== undefined && before!.test(earlier)
      matches.push({ rule, literal, end: at, isStatement })
    })
    return matches ?? none
  }
}
