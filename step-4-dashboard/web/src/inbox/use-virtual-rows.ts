import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react'

export interface VirtualRowsOptions {
  /** The element that the rows are placed in. */
  readonly body: RefObject<HTMLElement | null>
  /** What each row is known by: its height goes along when rows come before it. */
  readonly ids: readonly string[]
  /** Changes when something above the rows may have grown. */
  readonly above: unknown
  readonly onNearEnd: () => void
}

/** Rows beyond the screen that are kept ready: with a tall screen some 40 are in the page. */
const overscan = 8
const rowHeight = 64

/** Any number of rows, of which only those on the screen are in the page. */
export function useVirtualRows({ body, ids, above, onNearEnd }: VirtualRowsOptions) {
  const count = ids.length
  const [scrollMargin, setScrollMargin] = useState(0)
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    getItemKey: (index) => ids[index] ?? index,
    overscan,
    scrollMargin,
    scrollPaddingStart: 120,
    scrollPaddingEnd: 80,
  })
  const items = virtualizer.getVirtualItems()
  // What stands above the rows may grow: `above` says when to measure again.
  useLayoutEffect(() => {
    const top = body.current ? body.current.getBoundingClientRect().top + scrollY : 0
    setScrollMargin(Math.round(top))
  }, [body, above])
  const lastIndex = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (lastIndex >= count - overscan * 2) onNearEnd()
  }, [lastIndex, count, onNearEnd])
  return {
    rows: items.map(({ index, start }) => ({ index, top: start - scrollMargin })),
    height: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    scrollTo: (index: number) => virtualizer.scrollToIndex(index),
  }
}
