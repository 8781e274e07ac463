/**
 * Shannon's entropy of the destination ports of a host's flows, in bits: 0 while all of them go to
 * one port, 10 when 1,024 flows go to as many ports. n flows, c of them to each port, have
 * log2(n) - (1/n) · Σ c · log2(c), so a window keeps two numbers instead of a count a port.
 */
export function portEntropy(flowCount: number, logSum: number): number {
  if (flowCount === 0) return 0
  // Rounding may leave a single port just below zero.
  return Math.max(0, Math.log2(flowCount) - logSum / flowCount)
}

/** What one more flow adds to Σ c · log2(c). @param portCount flows to its port, this one included */
export function portLogIncrease(portCount: number): number {
  return countTimesLog(portCount) - countTimesLog(portCount - 1)
}

/** c · log2(c), and its limit 0 at 0. */
function countTimesLog(count: number): number {
  return count === 0 ? 0 : count * Math.log2(count)
}
