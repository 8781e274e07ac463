/**
 * The build step of deploy/Dockerfile: installs and builds like `npm start`, then removes what only
 * tests and checks need.
 */
import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pnpmVersion, setUpPackages, setUpPages } from './setup.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
setUpPages(root, setUpPackages(root))
const pnpm = [
  '--yes',
  `pnpm@${pnpmVersion}`,
  'install',
  '--prod',
  '--no-optional',
  '--frozen-lockfile',
]
const env = { ...process.env, CI: 'true' }
const { status } = spawnSync('npx', pnpm, { cwd: root, stdio: 'inherit', env })
process.exitCode = status ?? 1
