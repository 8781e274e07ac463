import { type SearchField, withTerm } from 'step-3-persistence/search-language'

/** What a value on the screen is; most are fields of the search of alerts. */
export type ValueField = SearchField | 'fingerprint' | 'community' | 'name'

export interface NamedValue {
  readonly field: ValueField
  readonly value: string
}

export interface ValueAction {
  readonly label: string
  readonly href: string
}

export interface Here {
  readonly pathname: string
  readonly search: string
}

/** Where a value leads, from the page that it is seen on; copying is the menu's own. */
export function valueActions(named: NamedValue, here: Here): ValueAction[] {
  return [...alertActions(named, here), ...placeActions(named), ...ruleActions(named)]
}

const wordFields = new Set<ValueField>(['fingerprint', 'community', 'name'])

function alertActions({ field, value }: NamedValue, here: Here): ValueAction[] {
  if (field === 'community') return []
  const isInbox = here.pathname === '/alerts'
  const params = new URLSearchParams(isInbox ? here.search : '')
  if (!isInbox) {
    params.set('view', 'alerts')
    params.set('status', 'all')
  }
  const written = (isExcluded: boolean) => {
    const before = params.get('q') ?? ''
    const next = new URLSearchParams(params)
    const text = wordFields.has(field)
      ? `${before} ${isExcluded ? '-' : ''}${value}`.trim()
      : withTerm(before, { field: field as SearchField, comparison: ':', value, isExcluded })
    next.set('q', text)
    return `/alerts?${next}`
  }
  return [
    { label: isInbox ? 'Filter for it' : 'Alerts with it', href: written(false) },
    { label: isInbox ? 'Filter it out' : 'Alerts without it', href: written(true) },
  ]
}

function placeActions({ field, value }: NamedValue): ValueAction[] {
  const asked = encodeURIComponent(value)
  const hunt = { label: 'Look it up everywhere', href: `/hunt?q=${asked}` }
  if (isHostField(field)) {
    return [
      { label: 'Open the host', href: `/hosts/${asked}` },
      { label: 'Flows of it', href: `/flows?ip=${asked}` },
      hunt,
    ]
  }
  if (field === 'port') return [{ label: 'Flows with the port', href: `/flows?port=${asked}` }]
  if (field === 'community') {
    return [{ label: 'The flow', href: `/flows?community_id=${asked}` }, hunt]
  }
  if (field === 'detector') {
    return [{ label: 'Its options', href: `/settings?detector=${asked}` }]
  }
  return field === 'name' || field === 'fingerprint' ? [hunt] : []
}

/** By the field, what a suppression rule calls it. */
const ruleNames: Readonly<Partial<Record<ValueField, string>>> = {
  host: 'host',
  source: 'source',
  target: 'target',
  kind: 'kind',
  detector: 'detector',
  technique: 'technique',
  capture: 'capture_name',
  port: 'target_port',
}

function ruleActions({ field, value }: NamedValue): ValueAction[] {
  const name = ruleNames[field]
  if (name === undefined) return []
  const href = `/suppressions?new=1&${name}=${encodeURIComponent(value)}`
  return [{ label: 'Suppress alerts with it …', href }]
}

function isHostField(field: ValueField): boolean {
  return field === 'host' || field === 'source' || field === 'target'
}
