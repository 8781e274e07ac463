import { pageList } from './page-list.ts'

/** Every shortcut of the dashboard, as the help shows it. */
export const shortcutList: readonly (readonly [keys: string, what: string])[] = [
  ['j', 'Next alert'],
  ['k', 'Previous alert'],
  ['enter', 'Open the alert'],
  ['x', 'Select, with shift up to here'],
  ['e', 'Resolve'],
  ['s', 'Escalate'],
  ['z', 'Undo, for 10 seconds'],
  ['/', 'Search'],
  ...pageList.map(({ keys, label }) => [keys, `Go to ${label}`] as const),
  ['ctrl k', 'Every action'],
  ['?', 'This list'],
]
