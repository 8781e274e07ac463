import { beliefOf, noisyOr, suspiciousMin } from '../../detect/fuse/noisy-or.ts'
import { AddressScope, scopeOfText } from '../../flow/address-scope.ts'
import type { CommandServer, Communication } from './botnet-stats.ts'

/** A candidate with more clients or grounds than fit on a screen needs no more of them. */
const clientCountMax = 50
const evidenceCountMax = 16

/**
 * Who may give the orders: the far end of what was stated, with every ground for it. Grounds of
 * the same kind repeat each other, so only the strongest of a kind counts.
 */
export function commandServers(communications: readonly Communication[]): CommandServer[] {
  const byServer = new Map<string, Communication[]>()
  for (const communication of communications) {
    const server = serverOf(communication)
    if (server === undefined) continue
    const list = byServer.get(server)
    if (list) list.push(communication)
    else byServer.set(server, [communication])
  }
  return [...byServer]
    .map(([server, grounds]) => toCandidate(server, grounds))
    .filter(({ score }) => score > suspiciousMin)
    .sort((a, b) => b.score - a.score || (a.server < b.server ? -1 : 1))
}

/** The end that lies outside, the target where both ends do or none; a domain for DNS tunnels. */
function serverOf({ kind, source, target, target_group }: Communication): string | undefined {
  if (target === null) return kind === 'dns_tunnel' ? target_group : undefined
  return isOutside(source) && !isOutside(target) ? source : target
}

function isOutside(address: string): boolean {
  return scopeOfText(address) === AddressScope.outside
}

function toCandidate(server: string, grounds: readonly Communication[]): CommandServer {
  const strongest = new Map<string, number>()
  for (const ground of grounds) {
    strongest.set(ground.kind, Math.max(beliefOf(ground), strongest.get(ground.kind) ?? 0))
  }
  const clientOf = ({ source, target }: Communication) =>
    source === server && target !== null ? target : source
  return {
    server,
    type: scopeOfText(server) === AddressScope.link ? 'domain' : 'address',
    score: noisyOr(strongest.values()),
    clients: [...new Set(grounds.map(clientOf))].slice(0, clientCountMax),
    evidence: grounds.slice(0, evidenceCountMax).map((ground) => ({
      kind: ground.kind,
      client: clientOf(ground),
      severity: ground.severity,
      score: beliefOf(ground),
      title: ground.title,
    })),
  }
}
