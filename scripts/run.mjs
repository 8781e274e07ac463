/**
 * What every `npm run NAME` at the root calls: sets up what is missing, then runs the command on
 * the workspace's own Node. Plain JavaScript, for the reason given in setup.mjs.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { takeModels } from './own-data-folder.mjs'
import { SetupError, setUpPackages, setUpPages } from './setup.mjs'

const parentCheckMs = 300
const sayFailure = [`--import=${new URL('say-failure.mjs', import.meta.url)}`]
const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * @typedef {object} Command
 * @property {string} script what runs, relative to the root
 * @property {string[]} [args] what it is always given
 * @property {boolean} [pages] whether it shows the dashboard
 * @property {boolean} [inCallersFolder] whether its arguments are files of the caller's
 * @property {string[]} [nodeOptions] what Node itself is given
 * @property {string} [dataFolder] what it keeps lies here unless DATA_DIR says otherwise
 */

/** @type {Record<string, Command>} */
const commands = {
  start: { script: 'step-4-dashboard/src/server.ts', pages: true, inCallersFolder: true },
  dev: { script: 'step-4-dashboard/scripts/dev.ts' },
  test: { script: 'node_modules/vitest/vitest.mjs', args: ['run'], pages: true },
  step1: {
    script: 'step-1-skeleton/src/server.ts',
    inCallersFolder: true,
    dataFolder: 'data/step-1',
    nodeOptions: sayFailure,
  },
  step2: {
    script: 'step-2-capture/src/server.ts',
    inCallersFolder: true,
    dataFolder: 'data/step-2',
    nodeOptions: sayFailure,
  },
  step3: {
    script: 'step-3-persistence/src/server.ts',
    inCallersFolder: true,
    dataFolder: 'data/step-3',
    nodeOptions: sayFailure,
  },
  step4: {
    script: 'step-4-dashboard/src/server.ts',
    pages: true,
    inCallersFolder: true,
    dataFolder: 'data/step-4',
    nodeOptions: sayFailure,
  },
  check: { script: 'scripts/check.ts' },
  docs: { script: 'scripts/docs.ts' },
  readme: { script: 'scripts/readme-blocks.ts', pages: true },
  audit: { script: 'scripts/audit.ts' },
  bench: { script: 'scripts/bench/run.ts', inCallersFolder: true },
  evaluate: { script: 'scripts/evaluate.ts', inCallersFolder: true },
  learn: { script: 'scripts/learn.ts' },
  mutants: { script: 'scripts/mutants.ts' },
  room: { script: 'scripts/room.ts' },
  'room-kit': { script: 'scripts/room-kit.ts' },
  fuzz: { script: 'step-2-capture/scripts/fuzz.ts' },
  'net-anomaly': {
    script: 'step-2-capture/src/cli/net-anomaly.ts',
    inCallersFolder: true,
    // A young generation of 4 MB is collected as fast and saves 40 MB over a million packets.
    nodeOptions: ['--max-semi-space-size=4'],
  },
}

const asked = process.argv.slice(2)
/** `npm run learn -- run step2`: that command, with the learner's files in the product's place. */
const isLearning = asked[0] === 'learn' && asked[1] === 'run'
const ownFolder = process.env.LEARN_FOLDER || 'my'
const [name = '', ...given] = isLearning ? asked.slice(2) : asked
const command = Object.hasOwn(commands, name) ? commands[name] : undefined

try {
  if (!command)
    throw new SetupError(`no command ${name}; there are ${Object.keys(commands).join(', ')}`)
  const node = setUpPackages(root)
  if (isLearning) checkOwnFiles(node)
  if (command.pages && !isOfAnotherStep(given)) setUpPages(root, node)
  if (!existsSync(join(root, command.script))) {
    throw new SetupError(`${command.script} is not there, so there is no npm run ${name} yet`)
  }
  runOn(node, command)
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(`net-anomaly: ${error.message}`)
  process.exitCode = 1
}

/** Whether tests of other projects than the dashboard are asked for. @param {string[]} args */
function isOfAnotherStep(args) {
  return args.includes('--project') && !args.includes('step-4-dashboard')
}

/** @param {string} node @param {Command} command */
function runOn(node, command) {
  const { script, args = [], inCallersFolder, nodeOptions = [] } = command
  const child = spawn(node, [...nodeOptions, join(root, script), ...args, ...given], {
    // npm starts every script in the root, and leaves a note of where it was called.
    cwd: (inCallersFolder && process.env.INIT_CWD) || root,
    env: environment(node, command),
    stdio: 'inherit',
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 1)
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      // Ctrl-C reaches the whole terminal group by itself; a second one would mean: now, at once.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  if (process.env.npm_lifecycle_event) endWithParent(child)
}

/**
 * A signal to npm reaches only the shell that npm put between itself and this process, so its end
 * is all that is seen of it. Without this the server would live on, on its port.
 * @param {import('node:child_process').ChildProcess} child
 */
function endWithParent(child) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, parentCheckMs)
  child.once('exit', () => clearInterval(timer))
}

/** Says whose code will run; a type error in it is a sentence, and ends here. @param {string} node */
function checkOwnFiles(node) {
  const args = [join(root, 'scripts/learn.ts'), 'ready']
  const { status } = spawnSync(node, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new SetupError('your files do not fit; see above')
}

/** Own files are loaded in every thread of whatever the command starts. */
function learningEnvironment() {
  const hook = `--import=${new URL('learn/own-files.mjs', import.meta.url)}`
  const ownTree = existsSync(join(root, 'step-1-skeleton', ownFolder, 'isolation-tree.ts'))
  return {
    // An own tree answers, instead of the package's.
    ...(ownTree ? { NET_ANOMALY_ALGORITHM: 'own-forest' } : {}),
    ...process.env,
    LEARN: ownFolder,
    NODE_OPTIONS: [process.env.NODE_OPTIONS, hook, ...sayFailure]
      .filter((option) => option)
      .join(' '),
  }
}

/**
 * A folder a step, so that one experiment never spoils the next; a learner's own code keeps what it
 * learns apart from the product's. @param {Command} command @returns {{ DATA_DIR?: string }}
 */
function dataEnvironment({ dataFolder }) {
  if (process.env.DATA_DIR || (!dataFolder && !isLearning)) return {}
  const folder = dataFolder ?? 'data'
  if (isLearning) return { DATA_DIR: join(root, folder.replace('data', 'data/learn')) }
  takeModels(join(root, 'data'), join(root, folder))
  return { DATA_DIR: join(root, folder) }
}

/** Whatever the command starts finds the same Node first. @param {string} node @param {Command} command */
function environment(node, command) {
  return {
    ...(isLearning ? learningEnvironment() : process.env),
    ...dataEnvironment(command),
    PATH: [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules/.cache/node'),
  }
}
