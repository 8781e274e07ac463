import { type FormEvent, useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { visibleText } from '../format/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import {
  readViews,
  type SavedView,
  viewNameLengthMax,
  withoutView,
  withView,
} from './saved-view-list.ts'
import { useUndo } from './undo.tsx'

const storageKey = 'views'

/** The views of this browser, to be opened or deleted, and a name for the one on the screen. */
export function SavedViews() {
  const [views, setViews] = useState(() => readViews(stored()))
  const [name, setName] = useState('')
  const [path] = useLocation()
  const search = useSearch()
  const { offer } = useUndo()

  function keep(change: (old: readonly SavedView[]) => readonly SavedView[]): void {
    // Another tab may have changed them meanwhile.
    const next = change(readViews(stored() ?? JSON.stringify(views)))
    store(next)
    setViews(next)
  }

  function save(event: FormEvent): void {
    event.preventDefault()
    keep((old) => withView(old, { name, address: search ? `${path}?${search}` : path }))
    setName('')
  }

  function remove(view: SavedView): void {
    keep((old) => withoutView(old, view.name))
    offer({ what: `Deleted: ${view.name}`, undo: () => keep((old) => withView(old, view)) })
  }

  return (
    <details className="relative">
      <summary className="inline-flex min-h-8 cursor-pointer items-center rounded-md border border-line-strong px-3 text-sm font-medium hover:bg-sunken">
        Views
      </summary>
      <div className="absolute right-0 z-20 mt-1 w-72 max-w-[calc(100vw-3rem)] rounded-card border border-line-strong bg-raised p-3 text-sm shadow-card max-sm:right-auto max-sm:left-0">
        <ul aria-label="Saved views">
          {views.map((view) => (
            <li key={view.name} className="flex items-center justify-between gap-2">
              <Link
                href={view.address}
                className="inline-flex min-h-8 min-w-0 items-center truncate rounded font-medium hover:text-accent hover:underline"
              >
                <bdi>{visibleText(view.name)}</bdi>
              </Link>
              <Button
                look="quiet"
                icon="trash"
                aria-label={`Delete the view ${view.name}`}
                onClick={() => remove(view)}
              />
            </li>
          ))}
        </ul>
        {views.length === 0 && (
          <p className="pb-2 text-ink-soft">
            None yet. A view is the filters on the screen under a name, kept in this browser.
          </p>
        )}
        <form onSubmit={save} className="flex items-end gap-2">
          <div className="min-w-0 grow">
            <Field
              label="Name of this view"
              value={name}
              maxLength={viewNameLengthMax}
              required
              onChange={setName}
            />
          </div>
          <Button type="submit">Save</Button>
        </form>
      </div>
    </details>
  )
}

function stored(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

function store(views: readonly SavedView[]): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(views))
  } catch {
    // Storage is switched off: they last as long as the page.
  }
}
