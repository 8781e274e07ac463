import { networkInterfaces } from 'node:os'
import type { SessionGate } from './session-gate.ts'

/** More addresses than this are of bridges and containers. */
const addressCountMax = 3

/**
 * A link that opens the pages without typing the token, for the terminal; none without a token. Its
 * code stands behind `#`, which a browser sends to no server, and opens one session.
 */
export function logInNotes({ code }: SessionGate, url: string, host: string): string[] {
  if (code === undefined) return []
  const isEach = host === '0.0.0.0' || host === '::'
  const names = isEach ? ['localhost', ...outsideAddresses()] : [new URL(url).hostname]
  const links = names.map((name) => `${url.replace(/\/\/.*:/, `//${name}:`)}/#log-in=${code}`)
  return [
    `  ✓ log in        once, within 15 minutes, by opening ${links[0]}`,
    ...links.slice(1).map((link) => `${' '.repeat(18)}or from another machine ${link}`),
  ]
}

function outsideAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address)
    .slice(0, addressCountMax)
}
