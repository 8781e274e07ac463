import { useState } from 'react'

export interface Selection {
  readonly ids: ReadonlySet<string>
  /** Selects or drops the row; with `isRange` all from the last one to it are selected. */
  readonly toggle: (index: number, isRange: boolean) => void
  readonly toggleAll: () => void
  readonly clear: () => void
}

/** Which rows a bulk act is about, by the ids of what they show. */
export function useSelection(rowIds: readonly string[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const [lastId, setLastId] = useState<string>()

  function toggle(index: number, isRange: boolean): void {
    const id = rowIds[index]
    if (id === undefined) return
    const last = lastId === undefined ? -1 : rowIds.indexOf(lastId)
    const next = new Set(ids)
    if (isRange && last >= 0) {
      const [first, end] = [Math.min(last, index), Math.max(last, index)]
      for (const one of rowIds.slice(first, end + 1)) next.add(one)
    } else if (!next.delete(id)) {
      next.add(id)
    }
    setLastId(id)
    setIds(next)
  }

  const toggleAll = () => setIds(ids.size >= rowIds.length ? new Set() : new Set(rowIds))
  return { ids, toggle, toggleAll, clear: () => setIds(new Set()) }
}
