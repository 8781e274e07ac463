import type { IconName } from '../ui/icon.tsx'

export interface PageEntry {
  readonly href: string
  readonly label: string
  readonly icon: IconName
  /** What leads there: `g i`. */
  readonly keys: string
}

/** Every page of the navigation, in its order; the first four have a place of their own on a phone. */
export const pageList: readonly PageEntry[] = [
  { href: '/', label: 'Live', icon: 'activity', keys: 'g l' },
  { href: '/alerts', label: 'Alerts', icon: 'bell', keys: 'g i' },
  { href: '/hosts', label: 'Hosts', icon: 'screen', keys: 'g h' },
  { href: '/flows', label: 'Flows', icon: 'swap', keys: 'g f' },
  { href: '/hunt', label: 'Hunt', icon: 'search', keys: 'g u' },
  { href: '/models', label: 'Models', icon: 'learn', keys: 'g m' },
  { href: '/suppressions', label: 'Suppressions', icon: 'mute', keys: 'g s' },
  { href: '/settings', label: 'Settings', icon: 'sliders', keys: 'g t' },
  { href: '/health', label: 'Health', icon: 'pulse', keys: 'g y' },
  { href: '/learn', label: 'Learn', icon: 'book', keys: 'g n' },
]

export function isAt(location: string, href: string): boolean {
  return href === '/' ? location === '/' : location === href || location.startsWith(`${href}/`)
}
