import { beliefOf, noisyOr, suspiciousMin } from '../../detect/fuse/noisy-or.ts'
import type { Detection } from '../../detect/seam/detection.ts'
import { AddressScope, scopeOfText } from '../../flow/address-scope.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { CommandServer, SuspiciousAddress } from './botnet-stats.ts'

/** 4,096 addresses with a few kinds each are 2 MB; the one named longest ago goes first. */
export const addressCountMax = 4_096

interface Suspect {
  /** The strongest belief of each kind: statements of one kind repeat each other. */
  readonly kinds: Map<string, number>
  detectionCount: number
}

/** Every address that a run accuses, of whatever it may be: a bot also scans, floods and spams. */
export class SuspiciousAddresses {
  readonly #all = new BoundedMap<string, Suspect>({ countMax: addressCountMax })

  note(detection: Detection): void {
    const { source, kind } = detection
    const known = this.#all.get(source)
    const suspect = known ?? { kinds: new Map(), detectionCount: 0 }
    this.#all.renew(source, suspect)
    if (detection.revision === 1 || !known) suspect.detectionCount++
    suspect.kinds.set(kind, Math.max(beliefOf(detection), suspect.kinds.get(kind) ?? 0))
  }

  /** With the servers that they may answer to, the most suspicious first. */
  list(servers: readonly CommandServer[]): SuspiciousAddress[] {
    const found = new Map<string, SuspiciousAddress>()
    for (const [ip, { kinds, detectionCount }] of this.#all) {
      found.set(ip, toSuspicious(ip, kinds, detectionCount))
    }
    for (const { server, type, score, evidence } of servers) {
      if (type === 'domain' || found.has(server)) continue
      const kinds = new Map([['c2_server', score]])
      found.set(server, toSuspicious(server, kinds, evidence.length))
    }
    return [...found.values()].sort(
      (a, b) => b.threat_score - a.threat_score || (a.ip < b.ip ? -1 : 1),
    )
  }
}

function toSuspicious(
  ip: string,
  kinds: ReadonlyMap<string, number>,
  detections: number,
): SuspiciousAddress {
  const threat_score = noisyOr(kinds.values())
  const is_suspicious = threat_score > suspiciousMin
  return {
    ip,
    scope: scopeName(ip),
    threat_score,
    is_suspicious,
    indicators: [...kinds.keys()],
    detections,
  }
}

function scopeName(ip: string): SuspiciousAddress['scope'] {
  const scope = scopeOfText(ip)
  if (scope === AddressScope.link) return 'link'
  return scope === AddressScope.outside ? 'outside' : 'inside'
}
