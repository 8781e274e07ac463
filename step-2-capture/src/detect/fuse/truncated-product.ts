/** Votes that ordinary windows draw more often than once in a thousand are no votes. */
export const falseAlarmRateMax = 0.001

/**
 * The chance that ordinary traffic draws votes at least as telling as these, of members that see
 * it independently: the truncated product method (Zaykin, Zhivotovsky, Westfall and Weir 2002,
 * Genetic Epidemiology 22:170, equation 1). The product of the chances at or below `falseAlarmRateMax`
 * is the measure; silent members cost no more than the choice among `memberCount`. Two members who
 * agree count for far more than the surer of them, and one alone is still heard, which Fisher's
 * method (all members in the product) would drown.
 * @param chances Of the members that spoke, each 0 to 1: how often an ordinary window does that.
 */
export function combinedChance(chances: readonly number[], memberCount: number): number {
  const counted = chances.filter((chance) => chance <= falseAlarmRateMax)
  if (counted.length === 0) return 1
  const logProduct = counted.reduce((sum, chance) => sum + Math.log(chance), 0)
  const logMax = Math.log(falseAlarmRateMax)
  let total = 0
  for (let k = 1; k <= memberCount; k++) {
    const weight = choose(memberCount, k) * (1 - falseAlarmRateMax) ** (memberCount - k)
    total += weight * productChance(k, k * logMax - logProduct, logProduct)
  }
  return Math.min(1, total)
}

/** The chance that the product of k chances below the limit is at most the one that was seen. */
function productChance(k: number, excess: number, logProduct: number): number {
  if (excess < 0) return falseAlarmRateMax ** k
  let term = 1
  let sum = 1
  for (let s = 1; s < k; s++) {
    term *= excess / s
    sum += term
  }
  return Math.exp(logProduct) * sum
}

function choose(count: number, chosen: number): number {
  let ways = 1
  for (let i = 0; i < chosen; i++) ways = (ways * (count - i)) / (i + 1)
  return ways
}
