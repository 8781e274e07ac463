import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const module = fileURLToPath(new URL('close-on-signal.ts', import.meta.url))

it('says with code, consequence and cause that closing failed, and exits with 1', () => {
  const program = `
    import { closeOnSignal } from ${JSON.stringify(module)}
    const timer = setInterval(() => {}, 60_000)
    closeOnSignal(async () => {
      clearInterval(timer)
      throw new TypeError('the file is gone')
    })
    process.kill(process.pid, 'SIGTERM')`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect(stderr).toContain(
    'E_CLOSE_FAILED: closing failed, so what was not yet written may be lost',
  )
  expect(stderr).toContain('TypeError: the file is gone')
})
