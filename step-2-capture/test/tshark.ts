import { spawnSync } from 'node:child_process'

/**
 * Whether the tests may ask tshark. Without it they are skipped, with one line that says so, except
 * where REQUIRE_ALL=1 makes that a failure.
 */
export function hasTshark(): boolean {
  if (spawnSync('tshark', ['--version']).status === 0) return true
  if (process.env.REQUIRE_ALL === '1') throw new Error('REQUIRE_ALL=1, and tshark is not installed')
  console.warn('tshark is not installed: the tests that compare with it are skipped')
  return false
}

/** What tshark prints about a capture. @throws Error with its complaint */
export function tshark(capturePath: string, ...options: readonly string[]): string {
  // Nothing is resolved: a test must not ask the network about addresses.
  const { status, stdout, stderr } = spawnSync('tshark', ['-n', '-r', capturePath, ...options], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  const complaint = stderr.replace(/^Running as user "root".*\n?/m, '').trim()
  if (status !== 0 || complaint !== '') throw new Error(`tshark: ${complaint || status}`)
  return stdout
}
