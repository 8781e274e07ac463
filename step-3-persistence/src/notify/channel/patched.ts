/** `before` with the values that `patch` gives; only keys that `before` has are ever looked at. */
export function patched<T extends object>(
  before: T,
  patch: { readonly [K in keyof T]?: T[K] | undefined } | undefined,
): T {
  const result = { ...before }
  for (const key of Object.keys(before) as (keyof T)[]) {
    const value = patch?.[key]
    if (value !== undefined) result[key] = value as T[keyof T]
  }
  return result
}
