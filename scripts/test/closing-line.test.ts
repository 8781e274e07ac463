import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
const reporter = pathToFileURL(fileURLToPath(new URL('closing-line.ts', import.meta.url)))

describe('the closing line of the tests', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'closing-line-'))
    const config = `import { closingLine } from '${reporter}'
export default { test: { globals: true, reporters: [closingLine(process.env)] } }`
    writeFileSync(join(root, 'vitest.config.ts'), config)
  })
  afterEach(() => rmSync(root, { recursive: true }))

  function run(tests: string, env = {}) {
    writeFileSync(join(root, 'some.test.ts'), tests)
    const { status, stdout } = spawnSync(process.execPath, [vitest, 'run', '--root', root], {
      cwd: root,
      env: { ...process.env, REQUIRE_ALL: '', VITEST: '', ...env },
      encoding: 'utf8',
    })
    return { status, lines: stdout.trimEnd().split('\n').slice(-3) }
  }

  const good = "it('is good', () => {})\n"
  const bad = "it('is bad', () => { throw new Error('bad') })\n"
  const skipped = "it('needs tcpdump', ({ skip }) => skip('tcpdump is not installed'))\n"

  it('counts what passed, and names and counts what failed', () => {
    const { status, lines } = run(good + good + bad)
    expect(lines.slice(-2)).toEqual(['failed: some.test.ts > is bad', '2 passed, 1 failed'])
    expect(status).toBe(1)
  })

  it('counts a file that could not be read as a failure', () => {
    const { status, lines } = run('this is no program')
    expect(lines.slice(-2)).toEqual(['failed: some.test.ts', '0 passed, 1 failed'])
    expect(status).toBe(1)
  })

  it('counts tests that could not begin as one failure', () => {
    const hook = "beforeAll(() => { throw new Error('no server') })\n"
    const { status, lines } = run(`${good}describe('a server', () => {\n${hook}${good}})`)
    expect(lines.slice(-2)).toEqual(['failed: some.test.ts > a server', '1 passed, 1 failed'])
    expect(status).toBe(1)
  })

  it('says in one line why something was skipped', () => {
    const { status, lines } = run(good + skipped + skipped)
    expect(lines).toContain('2 skipped: tcpdump is not installed')
    expect(lines.at(-1)).toBe('1 passed, 0 failed')
    expect(status).toBe(0)
  })

  it('fails when something was skipped although REQUIRE_ALL=1', () => {
    const { status, lines } = run(good + skipped, { REQUIRE_ALL: '1' })
    expect(lines.at(-1)).toBe('1 passed, 1 failed')
    expect(status).toBe(1)
  })
})
