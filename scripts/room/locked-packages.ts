import type { Target } from './target.ts'

/** A package of the lock file, with the machines that it is for; no list means every machine. */
export interface LockedPackage {
  /** `@esbuild/linux-x64@0.28.2`. */
  readonly id: string
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
}

/** The section `packages` of a pnpm lock file, whose lines have one shape. */
export function lockedPackages(lockFile: string): LockedPackage[] {
  const section = /^packages:\n([\s\S]*?)^snapshots:/m.exec(lockFile)?.[1] ?? ''
  return section.split(/^ {2}(?=\S)/m).flatMap((entry) => {
    const id = /^'?([^'\n]+?)'?:\n/.exec(entry)?.[1]
    if (id === undefined) return []
    const fields = ['os', 'cpu', 'libc'].flatMap((field) => {
      const list = new RegExp(`^ {4}${field}: \\[(.+)\\]$`, 'm').exec(entry)?.[1]
      return list === undefined ? [] : [[field, list.split(/,\s*/)] as const]
    })
    return [{ id, ...Object.fromEntries(fields) }]
  })
}

/** The version of a package that is locked once. @throws RangeError when it is not. */
export function versionOf(packages: readonly LockedPackage[], name: string): string {
  const found = packages.filter(({ id }) => id.startsWith(`${name}@`))
  if (found.length !== 1) throw new RangeError(`${name} is locked ${found.length} times, not once`)
  return (found[0] as LockedPackage).id.slice(name.length + 1)
}

/** What a laptop of that kind needs of them. */
export function packagesFor(target: Target, packages: readonly LockedPackage[]): LockedPackage[] {
  return packages.filter(
    ({ os, cpu, libc }) =>
      allows(os, target.os) &&
      allows(cpu, target.cpu) &&
      (!target.libc || allows(libc, target.libc)),
  )
}

/** npm's rule: a name allows, `!name` forbids. */
function allows(list: readonly string[] | undefined, value: string): boolean {
  if (!list) return true
  if (list.includes(`!${value}`)) return false
  const named = list.filter((entry) => !entry.startsWith('!'))
  return named.length === 0 || named.includes(value)
}
