import { pageList } from './page-list.ts'

export interface Action {
  readonly label: string
  /** What the keyboard does without the list. */
  readonly keys?: string
  /** Where it leads, or what else it does. */
  readonly act:
    | { readonly kind: 'go'; readonly href: string }
    | { readonly kind: 'do'; readonly what: Deed }
}

export type Deed = 'help' | 'undo' | 'light' | 'dark' | 'system' | 'utc' | 'own-zone'

const fixedActions: readonly Action[] = [
  ...pageList.map(
    ({ href, label, keys }): Action => ({
      label: `Go to ${label}`,
      keys,
      act: { kind: 'go', href },
    }),
  ),
  { label: 'Add a suppression rule', act: { kind: 'go', href: '/suppressions?new=1' } },
  { label: 'Show decided alerts too', act: { kind: 'go', href: '/alerts?view=alerts&status=all' } },
  { label: 'Undo the last decision', keys: 'z', act: { kind: 'do', what: 'undo' } },
  { label: 'Theme: light', act: { kind: 'do', what: 'light' } },
  { label: 'Theme: dark', act: { kind: 'do', what: 'dark' } },
  { label: 'Theme: as the system', act: { kind: 'do', what: 'system' } },
  { label: 'Times in UTC', act: { kind: 'do', what: 'utc' } },
  { label: 'Times in the zone of this computer', act: { kind: 'do', what: 'own-zone' } },
  { label: 'Keyboard shortcuts', keys: '?', act: { kind: 'do', what: 'help' } },
]

/** The actions that fit what was typed; a text that is none can be searched for. */
export function findActions(typed: string): readonly Action[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const found = fixedActions.filter(({ label }) =>
    words.every((word) => label.toLowerCase().includes(word)),
  )
  const text = typed.trim()
  if (text === '') return found
  const asked = encodeURIComponent(text)
  return [
    ...found,
    {
      label: `Search alerts: ${text}`,
      act: { kind: 'go', href: `/alerts?view=alerts&status=all&q=${asked}` },
    },
    { label: `Look up everywhere: ${text}`, act: { kind: 'go', href: `/hunt?q=${asked}` } },
    ...(isAddress(text)
      ? [{ label: `Open the host ${text}`, act: { kind: 'go', href: `/hosts/${asked}` } } as const]
      : []),
  ]
}

function isAddress(text: string): boolean {
  return /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]+)$/i.test(text)
}
