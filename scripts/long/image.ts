import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The steps of deploy/Dockerfile without a container engine: the folders that it copies are built in
 * a place of their own, and its entry runs as an ordinary user in a root and a network that hold
 * nothing else of this clone. Only the packages of Debian come from this machine. It needs root.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'image-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

/** Run inside: lets the server judge a sample, and waits for its first alert. */
const judge = `const api = 'http://127.0.0.1:8000/api'
const body = JSON.stringify({ source: { kind: 'pcap', sample: 'port-scan' } })
await fetch(api + '/start', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
for (let asked = 0; asked < 60; asked++) {
  const { total } = await (await fetch(api + '/alerts')).json()
  if (total > 0) process.exit(0)
  await new Promise((resolve) => setTimeout(resolve, 1000))
}
process.exit(1)`

const lines = readFileSync(join(root, 'deploy/Dockerfile'), 'utf8').split('\n')
const clone = join(folder, 'clone')
run('git', ['clone', '--quiet', '--no-local', '--depth', '1', `file://${root}`, clone], root)

const [build, image] = stages()
const built = join(folder, 'build')
copyInto(built, build)
for (const line of build.filter((one) => one.startsWith('RUN '))) {
  run('sh', ['-c', line.slice(4)], built)
}
const app = join(folder, 'app')
cpSync(built, app, { recursive: true, verbatimSymlinks: true })
copyInto(app, image)
chmodSync(folder, 0o755) // Its user has to pass through.

const env = (only('ENV ').match(/\w+=\S+/g) ?? []).map((pair) => `'${pair}'`).join(' ')
const shell = (command: string) => JSON.parse(command.slice(command.indexOf('['))).join(' ')
const script = inImage(env, shell(only('ENTRYPOINT ')), shell(only('HEALTHCHECK ')))
const said = run('unshare', ['--net', '--mount', '--pid', '--fork', 'bash', '-c', script], folder)
console.log(said.trimEnd())
const { size = '' } = /^(?<size>\d+)/.exec(run('du', ['-sm', app], folder))?.groups ?? {}
console.log(`figure: megabytes ${size}`)

/** The lines of the two stages, each with what a backslash goes on with. */
function stages(): [string[], string[]] {
  const whole = lines.join('\n').replaceAll('\\\n', ' ').split('\n')
  const second = whole.findLastIndex((line) => line.startsWith('FROM '))
  return [whole.slice(0, second), whole.slice(second)]
}

function only(instruction: string): string {
  const found = image.filter((line) => line.startsWith(instruction))
  if (found.length !== 1) throw new Error(`the image has ${found.length} lines ${instruction}`)
  return found[0] as string
}

function copyInto(place: string, stage: readonly string[]): void {
  for (const line of stage.filter((one) => one.startsWith('COPY ') && !one.includes('--from='))) {
    const words = line.split(' ').slice(1)
    const to = words.pop() ?? ''
    for (const path of words) {
      const target = to.endsWith('/') ? join(place, to, path) : join(place, to)
      mkdirSync(dirname(target), { recursive: true })
      cpSync(join(clone, path), target, { recursive: true })
    }
  }
}

/** Starts the entry in a root of its own, waits for its health check, and lets it judge a sample. */
function inImage(env: string, entry: string, healthCheck: string): string {
  return `set -eu
ip link set lo up
mkdir root; mount -t tmpfs tmpfs root; cd root
for name in usr etc bin sbin lib lib64; do
  [ -L /$name ] && cp -a /$name . && continue
  [ -d /$name ] && mkdir $name && mount --bind -o ro /$name $name
done
mkdir -p app data logs proc dev tmp opt/node/bin
mount -t proc proc proc; mount --rbind /dev dev; mount --bind ../app app
cp ${process.execPath} opt/node/bin/node
chown 1000:1000 data logs; chmod 1777 tmp
inside() { chroot --userspec=1000:1000 . env -i PATH=/opt/node/bin:/usr/bin:/bin ${env} sh -c "cd /app && $1"; }
inside 'exec ${entry}' > ../server.log 2>&1 &
for second in $(seq 90); do inside '${healthCheck}' 2> /dev/null && break; sleep 1; done
inside '${healthCheck}' || { cat ../server.log; exit 1; }
echo "ok     healthy in a root of its own"
if inside 'touch new' 2> /dev/null; then echo 'the server may write its own program'; exit 1; fi
cat > tmp/judge.mjs << 'END'
${judge}
END
inside 'node /tmp/judge.mjs'
ls data | tr '\\n' ' ' | grep -q sqlite
echo "ok     an alert of a sample, kept in /data"`
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { PATH = '' } = process.env
  const { status, stdout, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${PATH}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status === 0) return stdout
  throw new Error(`${command} failed: ${error?.message ?? stdout}`)
}
