import { HttpKind } from '../../decode/http.ts'
import { hashText } from '../../memory/hash-bytes.ts'
import { registeredDomainStart } from '../name/registered-domain.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, levels, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { plainText } from '../track/plain-text.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 2,048 clients and paths, at 300 B and the names of at most 64 domains, are 600 kB as a rule. */
export const spreadPathCountMax = 2_048
const domainCountMax = 64
/** Shorter paths are the start page, and names of files that every site has. */
const pathLengthMin = 4
const usualPath = /^\/(?:robots\.txt|favicon\.ico|index\.\w{2,5}|\.well-known\/.*|generate_204)$/i

/** A path that a client asks of one domain after the other. */
class Spread extends Tracker {
  readonly domains = new Set<string>()
}

export const spreadRequests = defineDetector({
  name: 'spread_requests',
  family: 'behaviour',
  about:
    'A program that names no agent and asks one domain after the other for the same path with a query ' +
    'or a body, as malware does that has many servers, most of them decoys (Formbook, XLoader).',
  kinds: [
    {
      id: 'spread_check_in',
      title:
        '{source} asked {domains} for the same path {path} in {span}, naming no agent ' +
        '(threshold: {limit})',
      technique: techniques.T1008,
      recommend:
        'Isolate the source and find the program that asks. Of the domains most are decoys: look for ' +
        'the same path in the requests of all other hosts.',
    },
  ],
  options: {
    domainCountMin: limit(3, {
      about: 'Domains that one client asks for the same path',
      unit: 'domains',
      max: domainCountMax,
    }),
    forgetAfterSeconds: forgetAfter('a client and path are', 3_600),
    levels: levels({ medium: 3, high: 8 }, { unit: 'domains' }),
    allow: allowSources('Programs that may: crawlers, monitors'),
  },
  watch(traffic, settings, reporter) {
    const { http, flows } = traffic
    const { domainCountMin, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: spreadPathCountMax, forgetAfterSeconds }
    const paths = new TrackerTable({ ...bounds, tracker: Spread })

    function report(spread: Spread, path: string): void {
      const { size } = spread.domains
      reporter.emit({
        restate: () => report(spread, path),
        ...about(spread),
        kind: 'spread_check_in',
        severity: severityOf(size, settings.levels),
        score: growthScore(size, domainCountMin),
        confidence: 0.75,
        targetGroup: path,
        values: {
          domains: counted(size, 'domain'),
          path,
          span: durationText(spread.seconds),
          limit: domainCountMin,
        },
        reasons: [countReason('domains', size, { typical: 1, unit: 'domains' })],
      })
    }

    return {
      onHttp() {
        if (http.kind !== HttpKind.request || !http.isComplete) return
        if (http.header('user-agent') !== null || http.header('referer') !== null) return
        const [path = '', query] = http.target.split('?', 2)
        if (query === undefined && http.method !== 'POST') return
        if (path.length < pathLengthMin || usualPath.test(path)) return
        const domain = domainOf(http.header('host') ?? '')
        if (domain === null) return
        const part = hashText(path, traffic.byteSeed)
        const spread = paths.open({ host: flows.originator(traffic.flow), part })
        if (spread.domains.size === domainCountMax || spread.domains.has(domain)) return
        spread.domains.add(domain)
        spread.evidence.addPacket(traffic)
        if (!spread.hasDoubled(spread.domains.size, domainCountMin)) return
        report(spread, plainText(path, 40))
      },
    }
  },
})

/** What was registered of a name; null where it is an address. */
function domainOf(host: string): string | null {
  const name = host.split(':', 1)[0]!.toLowerCase()
  if (!/[a-z]/.test(name)) return null
  const bytes = Buffer.from(name, 'latin1')
  return name.slice(registeredDomainStart(bytes, bytes.length))
}
