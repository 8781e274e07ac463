import { item } from '../schema.ts'

/** As many names are listed; a body with more is made by a program that means something else. */
const namesMax = 20

/** The fields of a body of `/train` or `/analyze` that no model looks at: `items.*.flags`. */
export function ignoredFields(body: unknown): { ignored?: string[] } {
  const { items, ...others } = body as { items: readonly object[] }
  const names = new Set(Object.keys(others))
  for (const one of items) {
    for (const name in one) if (!Object.hasOwn(item.shape, name)) names.add(`items.*.${name}`)
    if (names.size >= namesMax) break
  }
  return names.size === 0 ? {} : { ignored: [...names].slice(0, namesMax) }
}
