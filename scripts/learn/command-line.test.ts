import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

function learn(args: readonly string[], folder = 'my/.none') {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/learn.ts', ...args], {
    cwd: root,
    env: { ...process.env, LEARN_FOLDER: folder },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

it.each([[[]], [['--help']], [['start', '-h']]])('lists its commands for %j', (args) => {
  const { status, stdout } = learn(args)
  expect(status).toBe(0)
  expect(stdout).toMatch(/^npm run learn -- COMMAND\n/)
})

it.each([
  [['next'], 'There is no command "next".'],
  [['start'], 'start takes more words than these.'],
  [['join', 'http://127.0.0.1:8700'], 'join takes more words than these.'],
])('says of %j: %s', (args, problem) => {
  const { status, stderr } = learn(args)
  expect(status).toBe(2)
  expect(stderr.split('\n')[0]).toBe(problem)
  expect(stderr).toContain('npm run learn -- COMMAND')
})

it('says in a sentence that it cannot write into the clone', () => {
  // A file stands where the folder of the exercises would be.
  const blocked = join(root, 'step-1-skeleton/my/.blocked')
  mkdirSync(dirname(blocked), { recursive: true })
  writeFileSync(blocked, '')
  try {
    const { status, stderr } = learn(['start', 'calibration'], 'my/.blocked')
    expect(status).toBe(1)
    expect(stderr).toContain('make it yours to write')
    expect(stderr).not.toContain('    at ')
  } finally {
    rmSync(blocked)
  }
})
