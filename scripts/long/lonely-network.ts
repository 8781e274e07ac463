import { execFileSync, spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'

/** The interface of the network that is made for a section, and an address on it that nothing has. */
export const link = 'watched0'
export const silentAddress = '10.9.0.77'

const inside = 'NET_ANOMALY_LONELY_NETWORK'

/**
 * Runs the calling script once more in a network of its own, where links can be switched off without
 * harm; true in that second process. /sys shows the links of the network in which it was mounted, so
 * it is mounted anew, seen by that process alone. Needs root, or user namespaces.
 */
export function isInLonelyNetwork(): boolean {
  if (process.env[inside]) {
    execFileSync('mount', ['-t', 'sysfs', 'sysfs', '/sys'])
    ip('link', 'set', 'lo', 'up')
    return true
  }
  const own = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user', '--keep-caps']
  const { status } = spawnSync(
    'unshare',
    [...own, '--net', '--mount', process.execPath, ...process.argv.slice(1)],
    {
      env: { ...process.env, [inside]: '1' },
      stdio: 'inherit',
    },
  )
  process.exitCode = status ?? 1
  return false
}

export function addLink(): void {
  ip('link', 'add', link, 'arp', 'off', 'type', 'veth', 'peer', 'name', 'other0')
  ip('link', 'set', 'other0', 'up')
  ip('addr', 'add', '10.9.0.1/24', 'dev', link)
  setLink('up')
}

export function removeLink(): void {
  ip('link', 'del', link)
}

export function setLink(state: 'up' | 'down'): void {
  ip('link', 'set', link, state)
}

/** Sends datagrams at this rate until it is disposed of; what cannot leave is not sent. */
export function traffic(options: {
  readonly perSecond: number
  readonly bytes: number
}): Disposable {
  const socket = createSocket('udp4')
  socket.on('error', () => {})
  const content = Buffer.alloc(options.bytes)
  const startedAt = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1000) * options.perSecond
    for (; sent < due; sent++) socket.send(content, 4_000 + (sent % 7), silentAddress, () => {})
  }, 10)
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer)
      socket.close()
    },
  }
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args)
}
