/** The name of an option in version 0.1, by its name now. */
export type FormerOptions = Readonly<Record<string, string>>

/**
 * The arguments under the names that options have now. An old name still answers for one version,
 * and says so on standard error.
 */
export function renamedOptions(
  args: Readonly<Record<string, unknown>>,
  former: FormerOptions,
): Record<string, unknown> {
  const renamed = { ...args }
  for (const [name, old] of Object.entries(former)) {
    if (renamed[old] === undefined) continue
    console.error(`--${old} is now --${name}; the old name will go with the next version`)
    renamed[name] = renamed[old]
  }
  return renamed
}
