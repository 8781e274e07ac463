import { randomInt } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { parseArgs } from 'node:util'
import { printFailure, startServer, toAppError } from 'step-1-skeleton'
import { exercises } from './learn/exercises.ts'
import { Room } from './room/room.ts'
import { roomApp } from './room/room-app.ts'

/**
 * `npm run room`: shows an instructor how far the room is. It listens on this machine alone unless
 * `--host 0.0.0.0` opens it to the network, and asks for its code either way; what it received is
 * forgotten when it ends.
 */
const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8700' },
  },
})

/** Without letters that look alike. 16 of 31 are 79 bits, and a guesser is blocked after ten tries. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
const code = Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join('')
const room = new Room()

try {
  const { port, close } = await startServer(
    {
      host: values.host,
      port: Number(values.port),
      token: code,
      extraHosts: [],
      proxies: [],
      allowedOrigins: [],
      dataFolder: '',
      algorithm: 'isolation-forest',
      configFile: undefined,
    },
    async () => ({ app: roomApp(room, show) }),
  )
  console.log('Learners join with (and a name of their own in place of Ana):')
  for (const address of addresses()) {
    console.log(`  npm run learn -- join http://${address}:${port} ${code} Ana`)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close())
} catch (thrown) {
  printFailure(toAppError(thrown))
  process.exitCode = 1
}

function show(): void {
  console.log(`\n${new Date().toLocaleTimeString()}`)
  for (const { name, count, last } of room.rows()) {
    console.log(`  ${name.padEnd(20)} ${count} of ${exercises.length}  ${last}`)
  }
}

/** Where laptops reach it: the addresses of this machine when it listens on all of them. */
function addresses(): string[] {
  if (values.host !== '0.0.0.0') return [values.host]
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
}
