import { spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

/** Runs every README 20 times while other work takes every core: a number that a slow machine changes shows. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const runCount = 20

const busy = Array.from({ length: availableParallelism() }, () =>
  spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
)
const endLoad = () => {
  for (const child of busy) child.kill('SIGKILL')
}
process.once('exit', endLoad)

let failedCount = 0
for (let run = 1; run <= runCount; run++) {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/readme-blocks.ts'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) failedCount++
  console.log(status === 0 ? `ok     run ${run}` : `FAILED run ${run}\n${stdout}`)
}
endLoad()
console.log(`figure: runs ${runCount}`)
console.log(`figure: failed ${failedCount}`)
if (failedCount > 0) process.exitCode = 1
