import type { Random } from '../random.ts'

const words = ['cdn', 'static', 'update', 'metrics', 'sync', 'assets', 'cloud', 'edge', 'secure']

/**
 * A domain of an attacker that looks harmless at a glance. It ends in `.example`, which cannot be
 * registered (RFC 2606), so that no real site is ever named.
 */
export function strangerDomain(random: Random): string {
  return `${random.pick(words)}-${random.pick(words)}${random.integer(1, 99)}.example`
}
