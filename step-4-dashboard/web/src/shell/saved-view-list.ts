/** An address of a page with its filters, under a name that its owner gave. */
export interface SavedView {
  readonly name: string
  /** `/alerts?q=…`: always a page of this server. */
  readonly address: string
}

/** As many as a menu shows; some 10 kB. */
export const savedViewCountMax = 50
export const viewNameLengthMax = 60

/** What was written before; whatever is damaged or leads elsewhere is left out. */
export function readViews(text: string | null): readonly SavedView[] {
  if (text === null) return []
  try {
    const found: unknown = JSON.parse(text)
    return Array.isArray(found) ? found.filter(isView).slice(0, savedViewCountMax) : []
  } catch {
    return []
  }
}

/** The views with this one, which replaces one of the same name; by name. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  const name = view.name.trim().slice(0, viewNameLengthMax)
  if (name === '') return views
  const others = views.filter((one) => one.name !== name)
  return [...others.slice(0, savedViewCountMax - 1), { ...view, name }].sort((one, other) =>
    one.name.localeCompare(other.name),
  )
}

export function withoutView(views: readonly SavedView[], name: string): readonly SavedView[] {
  return views.filter((one) => one.name !== name)
}

function isView(given: unknown): given is SavedView {
  if (typeof given !== 'object' || given === null) return false
  const { name, address } = given as Partial<Record<string, unknown>>
  return typeof name === 'string' && typeof address === 'string' && /^\/(?!\/)/.test(address)
}
