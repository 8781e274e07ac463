import type { RuleCompiler } from './compile-rule.ts'
import type { RuleText } from './rule-text.ts'
import type { UserRule } from './user-rule.ts'

/**
 * A rule as it waits for traffic: what finds it and refuses it, and its text. Its tests and what it
 * says are compiled again when they are needed: for one rule in twelve, over a million packets. Those
 * of all 17,000 would take 25 MB.
 */
export class KeptRule implements UserRule {
  readonly sid: number
  readonly revision: number
  readonly severity: UserRule['severity']
  readonly technique: UserRule['technique']
  readonly file: string
  readonly line: number
  readonly isPass: boolean
  readonly isSilent: boolean
  readonly transports: UserRule['transports']
  readonly application: number | null
  readonly direction: UserRule['direction']
  readonly needsEstablished: boolean
  readonly header: UserRule['header']
  readonly buffers: UserRule['buffers']
  readonly packetTests: UserRule['packetTests']
  readonly flagsTest: UserRule['flagsTest']
  readonly icmpTypes: UserRule['icmpTypes']
  readonly flowBits: UserRule['flowBits']
  readonly rate: UserRule['rate']
  readonly fastPattern: UserRule['fastPattern']
  readonly isPerPacket: boolean
  readonly waitsForEnd: boolean
  readonly #compiler: RuleCompiler
  readonly #text: RuleText
  #whole: UserRule | undefined

  constructor(rule: UserRule, compiler: RuleCompiler, text: RuleText) {
    this.sid = rule.sid
    this.revision = rule.revision
    this.severity = rule.severity
    this.technique = rule.technique
    this.file = rule.file
    this.line = rule.line
    this.isPass = rule.isPass
    this.isSilent = rule.isSilent
    this.transports = rule.transports
    this.application = rule.application
    this.direction = rule.direction
    this.needsEstablished = rule.needsEstablished
    this.header = rule.header
    this.buffers = shared(rule.buffers)
    this.packetTests = shared(rule.packetTests)
    this.flagsTest = rule.flagsTest
    this.icmpTypes = rule.icmpTypes
    this.flowBits = shared(rule.flowBits)
    this.rate = rule.rate
    this.fastPattern = rule.fastPattern
    this.isPerPacket = rule.isPerPacket
    this.waitsForEnd = rule.waitsForEnd
    this.#compiler = compiler
    this.#text = text
  }

  get message(): string {
    return this.#rest.message
  }

  get classtype(): string | null {
    return this.#rest.classtype
  }

  get references(): readonly string[] {
    return this.#rest.references
  }

  get sections(): UserRule['sections'] {
    return this.#rest.sections
  }

  get #rest(): UserRule {
    this.#whole ??= this.#compiler.compile(this.#text)
    return this.#whole
  }
}

const none: readonly never[] = []

/** One empty list for all rules. */
function shared<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? none : list
}
