/** Every shortcut of the dashboard, as the help shows it. */
export const shortcutList: readonly (readonly [keys: string, what: string])[] = [
  ['j', 'Next alert'],
  ['k', 'Previous alert'],
  ['enter', 'Open the alert'],
  ['e', 'Resolve'],
  ['s', 'Escalate'],
  ['z', 'Undo, for 10 seconds'],
  ['/', 'Search alerts'],
  ['g i', 'Go to the inbox'],
  ['g l', 'Go to the live page'],
  ['?', 'This list'],
]
