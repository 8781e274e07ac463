import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { lockedPackages, packagesFor, versionOf } from './locked-packages.ts'
import { programsOf, type Target, targets } from './target.ts'

const lockFile = readFileSync(new URL('../../pnpm-lock.yaml', import.meta.url), 'utf8')
const packages = lockedPackages(lockFile)

/** Packages that bring a program for each kind of machine, by the part of their name before it. */
const families = [
  ...new Set(
    packages
      .filter(({ os }) => os?.includes('linux'))
      .map(({ id }) => id.replace(/[-/](?:linux|android).*$/, '')),
  ),
]

describe('the packages of a room kit', () => {
  it('are read from the lock file, every one of them', () => {
    const section = /^packages:\n([\s\S]*?)^snapshots:/m.exec(lockFile)?.[1] ?? ''
    expect(packages).toHaveLength(section.match(/^ {4}resolution: /gm)?.length ?? 0)
    expect(packages.map(({ id }) => id)).toContain('node@26.10.0')
  })

  it.each(targets)('hold one program of each family for $name, and none of another', (target) => {
    const chosen = packagesFor(target, packages)
    expect(families.length).toBeGreaterThanOrEqual(7)
    for (const family of families) {
      const programs = chosen.filter(({ id, os }) => os && id.startsWith(family))
      expect(
        programs.map(({ id }) => id),
        `${family} for ${target.name}`,
      ).toHaveLength(1)
    }
    const foreign = chosen.filter(({ os, cpu }) => os && cpu && !os.includes(target.os))
    expect(foreign).toEqual([])
  })

  it.each(targets)('leave nothing out that is for every machine, for $name', (target) => {
    const chosen = new Set(packagesFor(target, packages).map(({ id }) => id))
    const general = packages.filter(({ os, cpu }) => !os && !cpu)
    expect(general.filter(({ id }) => !chosen.has(id))).toEqual([])
  })

  it('hold what macOS alone needs', () => {
    const mac = targets.filter(({ os }) => os === 'darwin')
    for (const target of mac) {
      expect(packagesFor(target, packages).some(({ id }) => id.startsWith('fsevents@'))).toBe(true)
    }
  })

  it.each(targets)('hold the Node that the package `node` fetches on $name', (target) => {
    const programs = programsOf(target, { node: versionOf(packages, 'node'), pnpm: '12.21.0' })
    expect(programs.map(({ id }) => id)).toEqual([
      `@pnpm/exe.${target.name}@12.21.0`,
      fetchedByNode(target),
    ])
  })
})

/** What the installer of the package `node` would ask npm for, run as on such a laptop. */
function fetchedByNode({ os, cpu }: Target): string | undefined {
  const starter = createRequire(import.meta.url).resolve('node/installArchSpecificPackage.js')
  const [, name = ''] = /require\('([^']+)'\)/.exec(readFileSync(starter, 'utf8')) ?? []
  const require = createRequire(starter)
  const installer = require.resolve(name)
  const asked: string[][] = []
  const spawn = (_program: string, args: string[]) => {
    asked.push(args)
    return { on: () => undefined }
  }
  const module = { exports: (_version: string, _require: unknown) => undefined as unknown }
  runInNewContext(readFileSync(installer, 'utf8'), {
    module,
    require: (name: string) => (name === 'child_process' ? { spawn } : {}),
    process: { platform: os, arch: cpu, env: {} },
  })
  module.exports(versionOf(packages, 'node'), require)
  return asked[0]?.at(-1)
}
