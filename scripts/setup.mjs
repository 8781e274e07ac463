/**
 * Brings a fresh clone to where every command can run: packages, Node 26, the built pages.
 * Plain JavaScript without dependencies, because it runs on the machine's own Node (20 or later)
 * before anything is installed. A second run compares two hashes and costs a few milliseconds.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

export const pnpmVersion = '12.21.0'
/** In a room kit: the packages, Node and pnpm, so that nothing is downloaded (room-kit.ts). */
export const kitFolder = '.room'
/** What these scripts and pnpm need; the commands themselves run on `nodeMajorMin` or later. */
const setupNodeMajorMin = 20
const nodeMajorMin = 24
const stampFolder = 'node_modules/.setup'
const webFolder = 'step-4-dashboard/web'

/** A failure to set up, as a sentence that says what to do. */
export class SetupError extends Error {}

/**
 * Installs the packages unless they are those of the lock file, and returns the Node to run with.
 * @param {string} root the workspace folder
 * @returns {string} the path of a Node of 24 or later
 */
export function setUpPackages(root) {
  if (Number.parseInt(process.versions.node, 10) < setupNodeMajorMin) {
    throw new SetupError(
      `Node ${process.versions.node} is too old; install Node ${setupNodeMajorMin} or later ` +
        '(https://nodejs.org), then run the command again',
    )
  }
  const hash = packagesHash(root)
  if (!arePackagesCurrent(root)) {
    if (existsSync(join(root, kitFolder, 'kit.json'))) installFromKit(root)
    else {
      say(`installing packages with pnpm ${pnpmVersion} (once; about half a minute) …`)
      const pnpm = ['--yes', `pnpm@${pnpmVersion}`, 'install', '--frozen-lockfile']
      run('npx', pnpm, root, 'check the network connection, then run the command again')
    }
    writeStamp(root, 'packages', hash)
  }
  return findNode(root)
}

/**
 * Packages out of the kit's store. Their scripts would download Node, which the kit holds; and pnpm
 * would ask the registry how old each version is, which was asked when the kit was made.
 * @param {string} root
 */
function installFromKit(root) {
  const { for: kind } = JSON.parse(readFileSync(join(root, kitFolder, 'kit.json'), 'utf8'))
  const here = `${process.platform}-${process.arch}`
  if (kind !== here) {
    throw new SetupError(`this kit is for ${kind}, and this machine is ${here}; take its own kit`)
  }
  say('installing packages from the room kit (once; about half a minute) …')
  const end = process.platform === 'win32' ? '.exe' : ''
  const install = ['install', '--offline', '--frozen-lockfile', '--trust-lockfile']
  run(
    join(root, kitFolder, `pnpm/pnpm${end}`),
    [...install, '--ignore-scripts', `--store-dir=${join(root, kitFolder, 'store')}`],
    root,
    'unpack the kit again; a part of it may be missing',
  )
  mkdirSync(dirname(bundledNode(root)), { recursive: true })
  copyFileSync(join(root, kitFolder, `node/node${end}`), bundledNode(root))
}

/**
 * Builds the dashboard's pages unless they were built from the sources as they are now.
 * @param {string} root the workspace folder
 * @param {string} node what `setUpPackages` returned
 */
export function setUpPages(root, node) {
  if (!existsSync(join(root, webFolder, 'index.html'))) return
  if (arePagesCurrent(root)) return
  say('building the pages of the dashboard (once; about ten seconds) …')
  const vite = ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn']
  run(node, vite, join(root, 'step-4-dashboard'), 'see the message above')
  writeStamp(root, 'pages', pagesHash(root))
}

/** Whether the packages are those of the lock file. @param {string} root */
export function arePackagesCurrent(root) {
  return readStamp(root, 'packages') === packagesHash(root)
}

/** Whether the pages were built from the sources as they are. @param {string} root */
export function arePagesCurrent(root) {
  const built = existsSync(join(root, webFolder, 'dist/index.html'))
  return built && readStamp(root, 'pages') === pagesHash(root)
}

/** @param {string} root */
function packagesHash(root) {
  return hashOfFiles(root, ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests(root)])
}

/** @param {string} root */
function pagesHash(root) {
  const sources = filesUnder(root, webFolder).filter(
    (path) => !path.startsWith(`${webFolder}/dist/`),
  )
  return hashOfFiles(root, ['pnpm-lock.yaml', 'step-4-dashboard/package.json', ...sources])
}

/** Where the workspace's own Node lies once it is installed. @param {string} root */
export function bundledNode(root) {
  return join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/**
 * The workspace's own Node; where npm has none for this platform, or one that cannot run (Alpine and
 * NixOS have no loader for it), the user's. @param {string} root
 */
export function findNode(root) {
  if (doesBundledNodeRun(root)) return bundledNode(root)
  if (Number.parseInt(process.versions.node, 10) >= nodeMajorMin) return process.execPath
  throw new SetupError(
    `Node ${process.versions.node} is too old, and npm has no newer one that runs on ` +
      `${process.platform}-${process.arch}; install Node ${nodeMajorMin} or later ` +
      '(https://nodejs.org), then run the command again',
  )
}

/** Tried once for each set of packages. @param {string} root */
function doesBundledNodeRun(root) {
  const node = bundledNode(root)
  if (!existsSync(node)) return false
  const hash = packagesHash(root)
  if (readStamp(root, 'node') === hash) return true
  if (spawnSync(node, ['--version'], { stdio: 'ignore' }).status !== 0) return false
  writeStamp(root, 'node', hash)
  return true
}

/** @param {string} command @param {string[]} args @param {string} cwd @param {string} fix */
function run(command, args, cwd, fix) {
  // The tool's own output goes to standard error: a command's standard output is its result.
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: ['inherit', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status === 0) return
  const reason = error?.message ?? `it ended with ${status ?? 'a signal'}`
  throw new SetupError(`${command} ${args.join(' ')} failed (${reason}); ${fix}`)
}

/** @param {string} message */
function say(message) {
  console.error(`net-anomaly: ${message}`)
}

/** The package.json of the workspace and of each step. @param {string} root */
function manifests(root) {
  const packages = readdirSync(root).filter((name) => name.startsWith('step-'))
  return ['package.json', ...packages.map((name) => `${name}/package.json`)]
}

/** @param {string} root @param {string} folder @returns {string[]} paths relative to the root */
function filesUnder(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.name === 'node_modules') return []
    return entry.isDirectory() ? filesUnder(root, path) : [path]
  })
}

/** @param {string} root @param {string[]} paths */
function hashOfFiles(root, paths) {
  const hash = createHash('sha256').update(pnpmVersion)
  for (const path of [...paths].sort()) {
    if (!existsSync(join(root, path))) continue
    hash.update(`${path}\0`).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}

/** @param {string} root @param {string} name */
function readStamp(root, name) {
  const path = join(root, stampFolder, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

/** @param {string} root @param {string} name @param {string} hash */
function writeStamp(root, name, hash) {
  mkdirSync(join(root, stampFolder), { recursive: true })
  writeFileSync(join(root, stampFolder, name), hash)
}
