import { isIP } from 'node:net'
import type { SuppressionRule } from './suppression.ts'

/** Blocks wider than these are whole countries, not networks of one operator. */
const prefixMin = { 4: 8, 6: 32 } as const
/** A rule that hides more than this share of what is stored hides the next attack as well. */
const shareMax = 0.5
/** With fewer alerts than this a share says nothing. */
const alertCountMin = 20

/** Fields that say whose alerts or what alerts are meant; the others only narrow that down. */
const naming = ['kind', 'detector', 'technique', 'target_group', 'q'] as const
const hosts = ['source', 'target', 'host'] as const

/** Why a rule is dangerously wide, or undefined when it is not. */
export function breadthOf(
  rule: SuppressionRule,
  { matching, total }: { matching: number; total: number },
): string | undefined {
  const given = Object.values(rule).filter((value) => value !== undefined)
  if (given.length === 0) return 'it has no field, so it would hide everything'
  const isNamed = naming.some((field) => rule[field] !== undefined)
  const named = hosts.flatMap((field) => rule[field] ?? [])
  const wide = named.find(isWide)
  if (wide !== undefined) return `${wide} is wider than the network of any one operator`
  if (!isNamed && named.length === 0) return 'it names neither a kind nor a host'
  if (total >= alertCountMin && matching > total * shareMax) {
    return `it would hide ${matching} of the ${total} alerts that there are`
  }
  return undefined
}

function isWide(name: string): boolean {
  const [address = '', prefix] = name.split('/')
  const family = isIP(address)
  if (prefix === undefined || family === 0) return false
  return Number(prefix) < prefixMin[family as 4 | 6]
}
