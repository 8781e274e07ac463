import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * A room kit for this machine: made, unpacked, and every step started from it in a network that
 * holds nothing but the loopback interface, with a home that is empty. It needs root, for the
 * network.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'room-'))
const kind = `${process.platform}-${process.arch}`
const clone = join(folder, 'net-anomaly')
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

run(process.execPath, ['scripts/room-kit.ts', '--os', kind, '--out', folder], root)
run('tar', ['-xzf', `net-anomaly-${kind}.tar.gz`], folder)
mkdirSync(join(folder, 'home'))

for (const step of [1, 2, 3, 4]) {
  const answer = run('unshare', ['--net', 'bash', '-c', startAndAsk(step)], clone)
  if (!answer.includes('"status":"ok"')) throw new Error(`step ${step} answered ${answer}`)
  console.log(`ok     step ${step} without a network`)
}
console.log(`figure: steps 4`)

/** Starts a step, waits until it answers, two minutes at most, and ends it. */
function startAndAsk(step: number): string {
  return `ip link set lo up
npm run step${step} > ../step.log 2>&1 & server=$!
for second in $(seq 120); do
  curl -s localhost:8000/health && break
  kill -0 $server 2> /dev/null || break
  sleep 1
done
kill $server; wait $server; tail -n 20 ../step.log >&2`
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { HOME: _, ...env } = process.env
  const isInside = cwd === clone
  const { status, stdout, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: isInside ? { PATH: env.PATH, HOME: join(folder, 'home') } : process.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0 && !isInside) {
    throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stdout}`)
  }
  return stdout
}
