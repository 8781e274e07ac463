import { isIP } from 'node:net'
import { DetectorConfig } from 'step-2-capture'
import type { SuppressionRule } from './suppression.ts'

/** Blocks wider than these are whole countries, not networks of one operator. */
const prefixMin = { 4: 8, 6: 32 } as const
/** Several blocks together are no wider than two of the widest. */
const widestBlockCountMax = 2
/** A rule that hides more than this share of what is stored hides the next attack as well. */
const shareMax = 0.5
/** With fewer alerts than this a share says nothing. */
const alertCountMin = 20
/** A rule that lists more than this share of all kinds or detectors hides most of what can come. */
const listedShareMax = 0.25
/** A shorter word, such as `tcp` or `10.`, stands in most alerts, whatever they are about. */
const wordLengthMin = 4

/** Fields that say whose alerts or what alerts are meant; the others only narrow that down. */
const naming = ['kind', 'detector', 'technique', 'target_group'] as const
const hosts = ['source', 'target', 'host'] as const

/** Whether a rule limits nothing: it has no field, or its words are in every alert. */
export function saysNothing({ q, ...rule }: SuppressionRule): boolean {
  const given = Object.values(rule).filter((value) => value !== undefined)
  return given.length === 0 && longestWord(q ?? '') === 0
}

/**
 * Why a rule is dangerously wide, or undefined when it is not. It is judged by what it says, so that
 * a rule is as wide before the first alert as after it, and by what it would hide of what is there.
 */
export function breadthOf(
  rule: SuppressionRule,
  { matching, total }: { matching: number; total: number },
): string | undefined {
  if (saysNothing(rule)) return 'it has no field that limits it, so it would hide everything'
  const stated = breadthOfText(rule)
  if (stated !== undefined) return stated
  if (total >= alertCountMin && matching > total * shareMax) {
    return `it would hide ${matching} of the ${total} alerts that there are`
  }
  return undefined
}

function breadthOfText(rule: SuppressionRule): string | undefined {
  const { kind = [], detector = [], q = '' } = rule
  const named = hosts.flatMap((field) => rule[field] ?? [])
  const wide = named.find((name) => widthOf(name) > 1)
  if (wide !== undefined) return `${wide} is wider than the network of any one operator`
  for (const field of hosts) {
    const width = (rule[field] ?? []).reduce((sum, name) => sum + widthOf(name), 0)
    if (width > widestBlockCountMax)
      return `its ${field} lists more than the networks of an operator`
  }
  if (kind.length > kinds.size * listedShareMax) {
    return `it lists ${kind.length} of the ${kinds.size} kinds of alerts`
  }
  if (detector.length > detectorCount * listedShareMax) {
    return `it lists ${detector.length} of the ${detectorCount} detectors`
  }
  if (naming.some((field) => rule[field] !== undefined) || named.length > 0) return undefined
  if (longestWord(q) >= wordLengthMin) return undefined
  return q === ''
    ? 'it names neither a kind nor a host'
    : `it names neither a kind nor a host, and its longest word has fewer than ${wordLengthMin} letters and digits`
}

const detectors = new DetectorConfig().list
const detectorCount = detectors.length
const kinds = new Set(detectors.flatMap((one) => one.kinds.map(({ id }) => id)))

/** Letters and digits of the longest word: other characters stand in almost every alert. */
function longestWord(q: string): number {
  const lengths = q.split(/\s+/).map((word) => word.match(/[\p{L}\p{N}]/gu)?.length ?? 0)
  return Math.max(0, ...lengths)
}

/** Of the widest block that an operator has; nothing for an address or another name. */
function widthOf(name: string): number {
  const [address = '', prefix] = name.split('/')
  const family = isIP(address)
  if (prefix === undefined || family === 0) return 0
  return 2 ** (prefixMin[family as 4 | 6] - Number(prefix))
}
