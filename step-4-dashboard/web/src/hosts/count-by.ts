export interface ValueCount {
  readonly value: string
  readonly count: number
}

/** How often each value occurs, the most frequent first; null is no value. */
export function countBy<Item>(
  items: readonly Item[],
  named: (item: Item) => string | null,
): ValueCount[] {
  const counts = new Map<string, number>()
  for (const item of items) {
    const value = named(item)
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
}
