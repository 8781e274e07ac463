import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { lockedPackages, packagesFor, versionOf } from './room/locked-packages.ts'
import { type KitProgram, programsOf, type Target, targetOf, targets } from './room/target.ts'
import { kitFolder, pnpmVersion } from './setup.mjs'

/**
 * `npm run room-kit -- --os linux-x64,darwin-arm64`: one archive a kind of laptop, from which a
 * laptop with Node, npm and tar starts every step without internet. It holds the clone as it was
 * last committed, a store with the packages of that kind, and the programs of Node and pnpm. Each
 * archive is unpacked again and installed without a network; `--list` prints what it has to hold.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const { values } = parseArgs({
  options: {
    os: { type: 'string', default: `${process.platform}-${process.arch}` },
    out: { type: 'string', default: 'room-kits' },
    list: { type: 'boolean', default: false },
  },
})
const out = resolve(process.env.INIT_CWD ?? root, values.out)
const locked = lockedPackages(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8'))
const versions = { node: versionOf(locked, 'node'), pnpm: pnpmVersion }
const names = values.os.split(',')
const unknown = names.filter((name) => !targetOf(name))

if (unknown.length > 0) {
  const known = targets.map(({ name }) => name).join(', ')
  console.error(`There is no kit for ${unknown.join(', ')}; there are ${known}`)
  process.exitCode = 2
} else {
  for (const name of names) {
    const target = targetOf(name) as Target // None is unknown.
    const ids = packagesFor(target, locked).map(({ id }) => id)
    const wanted = [...programsOf(target, versions).map(({ id }) => id), ...ids]
    if (values.list) for (const id of wanted) console.log(`${name} ${id}`)
    else tellOf(target, makeKit(target))
  }
}

function tellOf({ name }: Target, missing: readonly string[]): void {
  const archive = archiveOf(name)
  if (missing.length === 0) console.log(`${archive}: complete`)
  else {
    rmSync(archive, { force: true })
    console.error(`There is no kit for ${name}: the registry has no ${missing.join(', ')}`)
    process.exitCode = 1
  }
}

/** @returns the packages that it lacks, because the registry does */
function makeKit(target: Target): string[] {
  const stage = join(out, target.name)
  const clone = join(stage, 'net-anomaly')
  const kit = join(clone, kitFolder)
  rmSync(stage, { recursive: true, force: true })
  mkdirSync(stage, { recursive: true })
  run('git', ['clone', '--quiet', '--no-local', '--depth', '1', `file://${root}`, clone], out)
  const lacking = programsOf(target, versions).filter((one) => !fetchProgram(kit, one))
  install(target, clone, [])
  const about = { for: target.name, packages: installed(clone).length }
  removeModules(clone)
  writeFileSync(join(kit, 'kit.json'), `${JSON.stringify(about)}\n`)
  run('tar', ['-czf', archiveOf(target.name), '-C', stage, 'net-anomaly'], out)
  rmSync(stage, { recursive: true })

  mkdirSync(stage)
  run('tar', ['-xzf', archiveOf(target.name), '-C', stage], out)
  install(target, clone, ['--offline', '--trust-lockfile'])
  const missing = [...lacking.map(({ id }) => id), ...missingPrograms(target, clone)]
  rmSync(stage, { recursive: true })
  return missing
}

function archiveOf(name: string): string {
  return join(out, `net-anomaly-${name}.tar.gz`)
}

/** Takes one program out of a package, without running anything of it. @returns whether there is one */
function fetchProgram(kit: string, { id, folder, path }: KitProgram): boolean {
  const into = join(kit, folder)
  mkdirSync(into, { recursive: true })
  if (start('npm', ['pack', '--silent', id], into).status !== 0) return false
  const [archive = ''] = readdirSync(into).filter((file) => file.endsWith('.tgz'))
  run('tar', ['-xzf', archive, `package/${path}`], into)
  cpSync(join(into, 'package', path), join(into, path.split('/').at(-1) ?? path))
  rmSync(join(into, 'package'), { recursive: true })
  rmSync(join(into, archive))
  return true
}

/** Installs for that kind of laptop: the first time what is missing comes into the kit's store. */
function install({ os, cpu, libc }: Target, clone: string, offline: readonly string[]): void {
  const store = join(clone, kitFolder, 'store')
  const kind = [`--os=${os}`, `--cpu=${cpu}`, ...(libc ? [`--libc=${libc}`] : [])]
  const how = ['install', '--frozen-lockfile', '--ignore-scripts', `--store-dir=${store}`]
  run('npx', ['--yes', `pnpm@${pnpmVersion}`, ...how, ...offline, ...kind], clone)
}

/** A program for one kind of machine is optional: pnpm leaves it out without an error. */
function missingPrograms(target: Target, clone: string): string[] {
  const folders = installed(clone)
  const ids = packagesFor(target, locked).flatMap(({ id, os, cpu }) => (os || cpu ? [id] : []))
  return ids.filter((id) => {
    const folder = id.replaceAll('/', '+')
    return !folders.some((one) => one === folder || one.startsWith(`${folder}_`))
  })
}

/** Folders of the packages that are installed: `@esbuild+linux-x64@0.28.2`. */
function installed(clone: string): string[] {
  return readdirSync(join(clone, 'node_modules/.pnpm')).filter((name) => name.includes('@'))
}

function removeModules(clone: string): void {
  for (const folder of ['.', ...readdirSync(clone)]) {
    const modules = join(clone, folder, 'node_modules')
    if (existsSync(modules)) rmSync(modules, { recursive: true })
  }
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, error } = start(command, args, cwd)
  if (status === 0) return
  throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? `status ${status}`}`)
}

function start(command: string, args: readonly string[], cwd: string) {
  return spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
}
