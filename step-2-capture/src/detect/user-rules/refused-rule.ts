/** Why a rule is not used. */
export const refusalReasons = [
  /** It is no rule: a bracket, a quote or the semicolon at an end is missing. */
  'syntax',
  /** A keyword that is not known here. */
  'keyword',
  /** A known keyword with a value that is not. */
  'value',
  /** A protocol whose traffic is not told apart from other traffic. */
  'protocol',
  /** A variable that is set neither here nor in the configuration. */
  'variable',
  /** A pattern that no engine can match in linear time. */
  'pattern',
  /** It asks for what the client says and for what the server says in one message. */
  'direction',
  /** It names nothing to look for: every packet would match. */
  'unbounded',
  /** It is longer, deeper or wider than a rule may be. */
  'limit',
  /** Its number (sid) was taken by a rule before it. */
  'duplicate',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** Thrown where a part of a rule cannot be used, and caught where the rule is compiled. */
export class RefusedRule extends Error {
  readonly reason: RefusalReason
  /** The keyword that it is about; empty for the header. */
  keyword: string

  constructor(reason: RefusalReason, message: string, keyword = '') {
    super(message)
    this.reason = reason
    this.keyword = keyword
  }
}
