export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof severities)[number]

/** 0 for `info` to 4 for `critical`. */
export function severityRank(one: Severity): number {
  return severities.indexOf(one)
}

/** The graver of two. */
export function graver(one: Severity, other: Severity): Severity {
  return severityRank(one) > severityRank(other) ? one : other
}
