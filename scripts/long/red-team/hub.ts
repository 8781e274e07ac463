import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'

/** The hosts of the red team's network. Behind `router` lies `outside`; `tap` hears every frame. */
export const hosts = {
  intruder: '10.20.0.66',
  server: '10.20.0.10',
  client: '10.20.0.50',
  router: '10.20.0.1',
} as const
export type Place = keyof typeof hosts | 'outside'

/** Addresses of `outside`: the intruder's own, an ordinary site, a resolver. */
export const outside = { intruder: '198.51.100.7', site: '203.0.113.80', resolver: '203.0.113.53' }

/** Further addresses of the server, for what looks at many hosts. */
const serverCount = 7

/**
 * Makes the network: one namespace a host, and a bridge that forgets where hosts are, so that it
 * sends each frame to all ports as a hub does. For a process in a network of its own.
 */
export function addHub(): void {
  ip('netns', 'add', 'tap')
  ip('link', 'add', 'hub', 'type', 'bridge', 'ageing_time', '0', 'stp_state', '0')
  ip('link', 'set', 'hub', 'up')
  for (const place of [...Object.keys(hosts), 'tap']) {
    if (place !== 'tap') ip('netns', 'add', place)
    ip('link', 'add', `to-${place}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', place)
    ip('link', 'set', `to-${place}`, 'master', 'hub', 'up')
    ip('-n', place, 'link', 'set', 'lo', 'up')
    ip('-n', place, 'link', 'set', 'eth0', 'up')
  }
  for (const [place, address] of Object.entries(hosts)) {
    ip('-n', place, 'addr', 'add', `${address}/24`, 'dev', 'eth0')
    const last = address.split('.').at(-1)
    ip('-n', place, 'addr', 'add', `fd20::${last}/64`, 'dev', 'eth0', 'nodad')
    if (place !== 'router') ip('-n', place, 'route', 'add', 'default', 'via', hosts.router)
  }
  for (let i = 1; i < serverCount; i++) {
    ip('-n', 'server', 'addr', 'add', `10.20.0.${10 + i}/24`, 'dev', 'eth0')
  }
  addOutside()
}

function addOutside(): void {
  ip('netns', 'add', 'outside')
  ip(
    '-n',
    'router',
    'link',
    'add',
    'wan',
    'type',
    'veth',
    'peer',
    'name',
    'eth0',
    'netns',
    'outside',
  )
  ip('-n', 'router', 'addr', 'add', '192.0.2.1/24', 'dev', 'wan')
  ip('-n', 'router', 'link', 'set', 'wan', 'up')
  ip('-n', 'outside', 'link', 'set', 'lo', 'up')
  ip('-n', 'outside', 'link', 'set', 'eth0', 'up')
  ip('-n', 'outside', 'addr', 'add', '192.0.2.2/24', 'dev', 'eth0')
  for (const address of Object.values(outside)) {
    ip('-n', 'outside', 'addr', 'add', `${address}/32`, 'dev', 'eth0')
  }
  ip('-n', 'outside', 'route', 'add', 'default', 'via', '192.0.2.1')
  ip('-n', 'router', 'route', 'add', 'default', 'via', '192.0.2.2')
  inside('router', 'sysctl -qw net.ipv4.ip_forward=1')
}

/** Starts a shell command at a place, until it is disposed of. */
export function start(place: Place, command: string): Disposable {
  const child = shell(place, command)
  return { [Symbol.dispose]: () => end(child) }
}

/** Runs a shell command at a place, for `secondsMax` at most; how it ends is of no interest. */
export async function attempt(place: Place, command: string, secondsMax: number): Promise<void> {
  const child = shell(place, command)
  const timer = setTimeout(secondsMax * 1_000, undefined, { ref: false })
  await Promise.race([once(child, 'exit'), timer])
  if (child.exitCode === null) end(child)
}

/** Records what the tap hears into this file while `play` goes on. */
export async function record(file: string, play: () => Promise<void>): Promise<void> {
  const dump = spawn(
    'ip',
    ['netns', 'exec', 'tap', 'tcpdump', '-q', '-U', '-i', 'eth0', '-w', file],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  // It says on which link it listens, once it does.
  await once(dump.stderr, 'data')
  await play()
  await setTimeout(1_500)
  dump.kill('SIGTERM')
  await once(dump, 'exit')
}

/** With all that it starts in a process group of its own. */
function shell(place: Place, command: string): ChildProcess {
  return spawn('ip', ['netns', 'exec', place, 'bash', '-c', command], {
    stdio: 'ignore',
    detached: true,
  })
}

function inside(place: Place, command: string): void {
  execFileSync('ip', ['netns', 'exec', place, 'bash', '-c', command])
}

function end({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args)
}
