/**
 * `npm run doctor`: what this machine has and lacks, one line each, with the fix beside it;
 * `-- --offline` adds whether every step starts without the internet.
 * Plain JavaScript without dependencies, so that it also runs where nothing could be installed.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  arePackagesCurrent,
  arePagesCurrent,
  bundledNode,
  kitFolder,
  pnpmVersion,
} from './setup.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const captureProbeMs = 700

/**
 * @typedef {object} Finding
 * @property {string} what
 * @property {'ok' | 'lacks' | 'bad'} state `lacks` is what the product can do without
 * @property {string} text what was found, or the fix
 */

const findings = [
  node(),
  packages(),
  await port(),
  dataFolder(),
  database(),
  ...capture(),
  browser(),
  ...(process.argv.includes('--offline') ? offline() : []),
]
for (const { what, state, text } of findings)
  console.log(`${mark(state)} ${what.padEnd(18)} ${text}`)
if (findings.some(({ state }) => state === 'bad')) process.exitCode = 1

/** @returns {Finding} */
function node() {
  // npm puts the workspace's own Node first on PATH, and says which one it runs on itself.
  const version = versionOf(process.env.npm_node_execpath ?? process.execPath) ?? ''
  const bundled = versionOf(bundledNode(root))
  if (bundled) return ok('Node', `${version} outside, ${bundled} inside (the workspace's own)`)
  if (Number.parseInt(version, 10) >= 20) return ok('Node', version)
  return bad('Node', `${version} is too old; install Node 20 or later from https://nodejs.org`)
}

/** @returns {Finding} */
function packages() {
  const what = 'Packages'
  if (existsSync(join(root, 'node_modules/.setup/packages')))
    return ok(what, `by pnpm ${pnpmVersion}`)
  return lacks(what, `not installed yet; npm start does it, with pnpm ${pnpmVersion} through npx`)
}

/** @returns {Promise<Finding>} */
async function port() {
  const given = process.env.PORT ?? '8000'
  const number = Number(given)
  const what = `Port ${given}`
  if (!/^\d+$/.test(given) || number > 65_535) return bad(what, 'is no port; set PORT to 0-65535')
  if (await isFree(number)) return ok(what, 'free')
  /** @type {any} */
  const health = await fetch(`http://127.0.0.1:${number}/health`)
    .then((response) => response.json())
    .catch(() => undefined)
  if (health?.uptime_seconds) return ok(what, 'Net Anomaly is running there')
  return bad(what, `taken by another program; choose another: PORT=${number + 1} npm start`)
}

/** @param {number} number @returns {Promise<boolean>} */
function isFree(number) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(number, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** @returns {Finding} */
function dataFolder() {
  const what = 'Data folder'
  const folder = process.env.DATA_DIR ?? join(root, 'data')
  try {
    accessSync(existsSync(folder) ? folder : dirname(folder), constants.W_OK)
    return ok(what, folder)
  } catch {
    return bad(what, `${folder} cannot be written; set DATA_DIR to a folder of yours`)
  }
}

/** @returns {Finding} */
function database() {
  const program = existsSync(bundledNode(root)) ? bundledNode(root) : process.execPath
  const { status } = spawnSync(program, ['-e', "require('node:sqlite')"], { stdio: 'ignore' })
  if (status === 0) return ok('Database', 'SQLite, inside Node: there is nothing to install')
  return lacks('Database', 'SQLite comes with the Node that npm start installs')
}

/** @returns {Finding[]} */
function capture() {
  const what = 'Capture program'
  if (process.platform === 'win32') {
    return [lacks(what, 'live capture is not supported on Windows; files and simulations work')]
  }
  const program = findProgram('tcpdump')
  if (!program) {
    const fix = `${installCommand()}. Samples and uploads work without`
    return [lacks(what, `tcpdump is not installed: ${fix}`)]
  }
  return [ok(what, program), permission(program)]
}

/** By the package manager that is there, as step 2 says it (capture/tcpdump.ts). @returns {string} */
function installCommand() {
  if (process.platform === 'darwin') return 'brew install tcpdump'
  const managers = {
    'apt-get': 'install',
    dnf: 'install',
    apk: 'add',
    pacman: '-S',
    zypper: 'install',
  }
  const found = Object.entries(managers).find(
    ([name]) => existsSync(join('/usr/bin', name)) || existsSync(join('/sbin', name)),
  )
  return found
    ? `sudo ${found.join(' ')} tcpdump`
    : 'install it with the package manager of this system'
}

/** @param {string} program @returns {Finding} */
function permission(program) {
  const what = 'Capture permission'
  const loopback = process.platform === 'darwin' ? 'lo0' : 'lo'
  // With the permission it waits for a packet until it is stopped; without, it ends at once.
  const { error, stderr } = spawnSync(program, ['-i', loopback, '-nn', '-w', '/dev/null'], {
    timeout: captureProbeMs,
    encoding: 'utf8',
  })
  if (error || /listening on/.test(stderr)) return ok(what, 'granted')
  const fix =
    process.platform === 'darwin'
      ? 'sudo chmod g+rw /dev/bpf*'
      : `sudo setcap cap_net_raw,cap_net_admin=eip ${program}`
  return lacks(what, `missing: ${fix}. Samples and uploads work without`)
}

/** @returns {Finding} */
function browser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const found = names.map(findProgram).find((path) => path !== undefined)
  if (found) return ok('Browser for tests', found)
  return lacks(
    'Browser for tests',
    'no Chromium found: its tests are skipped. apt-get install chromium',
  )
}

/** What a start would otherwise download. @returns {Finding[]} */
function offline() {
  const kitPath = join(root, kitFolder, 'kit.json')
  const kit = existsSync(kitPath) ? JSON.parse(readFileSync(kitPath, 'utf8')) : undefined
  const here = `${process.platform}-${process.arch}`
  const needed = 'run npm start once with the internet, or unpack a room kit (npm run room-kit)'
  /** @param {string} what @param {boolean} isHere @param {string} text */
  const part = (what, isHere, text) => (isHere ? ok(what, text) : bad(what, needed))
  if (!kit) {
    return [
      part('Packages offline', arePackagesCurrent(root), 'installed, and those of the lock file'),
      part('Node offline', existsSync(bundledNode(root)), 'the workspace has its own'),
      part('Pages offline', arePagesCurrent(root), 'built from the sources as they are'),
    ]
  }
  if (kit.for !== here) return [bad('Room kit', `it is for ${kit.for}, and this is ${here}`)]
  const tools = ['pnpm', 'node', 'store'].filter((name) => !existsSync(join(root, kitFolder, name)))
  if (tools.length > 0) return [bad('Room kit', `lacks ${tools.join(', ')}; unpack it again`)]
  return [ok('Room kit', `${kit.packages} packages for ${kit.for}, with Node and pnpm`)]
}

/** @param {string} name @returns {string | undefined} */
function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

/** @param {string} program @returns {string | undefined} */
function versionOf(program) {
  if (!existsSync(program)) return undefined
  return spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout?.trim().replace(/^v/, '')
}

/** @param {string} what @param {string} text @returns {Finding} */
function ok(what, text) {
  return { what, state: 'ok', text }
}

/** @param {string} what @param {string} text @returns {Finding} */
function lacks(what, text) {
  return { what, state: 'lacks', text }
}

/** @param {string} what @param {string} text @returns {Finding} */
function bad(what, text) {
  return { what, state: 'bad', text }
}

/** @param {Finding['state']} state */
function mark(state) {
  const [sign, color] = { ok: ['✓', 32], lacks: ['–', 33], bad: ['✗', 31] }[state]
  return process.stdout.isTTY ? `\x1b[${color}m${sign}\x1b[0m` : sign
}
