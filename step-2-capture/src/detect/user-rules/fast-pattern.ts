import type { BufferName } from './buffer-name.ts'
import type { DraftContent, DraftTest } from './draft.ts'
import { lowerCase } from './keywords/contents.ts'
import type { FastPattern } from './user-rule.ts'

/** Buffers that say the same in most messages: their contents find too much. */
const commonBuffers: ReadonlySet<BufferName> = new Set([
  'http.method',
  'http.protocol',
  'http.stat_code',
  'http.stat_msg',
  'http.header_names',
  'ssh.proto',
])

/** The content to look for first: the one that the rule names, else the strongest. */
export function fastPatternOf(
  sections: Iterable<readonly [BufferName, readonly DraftTest[]]>,
): FastPattern | null {
  let best: { buffer: BufferName; test: DraftContent } | null = null
  let bestStrength = 0
  for (const [buffer, tests] of sections) {
    for (const test of tests) {
      if (test.kind !== 'content' || test.isNegated) continue
      if (test.fastPattern) return { buffer, bytes: partOf(test).map(lowerCase) }
      const strength = strengthOf(test.bytes) / (commonBuffers.has(buffer) ? 8 : 1)
      if (strength <= bestStrength) continue
      best = { buffer, test }
      bestStrength = strength
    }
  }
  return best && { buffer: best.buffer, bytes: best.test.bytes.map(lowerCase) }
}

function partOf({ bytes, fastPattern }: DraftContent): Uint8Array {
  if (fastPattern === null) return bytes
  return bytes.subarray(fastPattern.offset, fastPattern.offset + fastPattern.length)
}

/** As Suricata weighs patterns: rare bytes count more, repeated ones hardly, and case not at all. */
function strengthOf(bytes: Uint8Array): number {
  let strength = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = lowerCase(bytes[at] as number)
    if (isBefore(bytes, at, byte)) strength += 1
    else if (byte === 0 || byte === 0x20 || byte === 0xff) strength += 2
    else if (byte >= 0x61 && byte <= 0x7a) strength += 3
    else strength += byte > 0x20 && byte < 0x7f ? 4 : 6
  }
  return strength
}

function isBefore(bytes: Uint8Array, end: number, wanted: number): boolean {
  for (let at = 0; at < end; at++) if (lowerCase(bytes[at] as number) === wanted) return true
  return false
}
