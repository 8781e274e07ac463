import { DnsResponseCode } from '../../decode/dns.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/emit-detection.ts'
import {
  durationText,
  growthScore,
  type SeverityLevels,
  severityOf,
} from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { registeredDomainStart } from './registered-domain.ts'
import { wordLikeness } from './word-likeness.ts'

export interface GeneratedDomainsOptions {
  /** Registered domains that do not exist and that read like chance (Slips: 10 NXDOMAIN). */
  readonly domainCountMin?: number
  /** Missing domains of any kind that make up most of what a client asks for. */
  readonly missingCountMin?: number
  readonly missingShareMin?: number
  /** Most of its pairs of letters that may be common ones in a name that reads like chance. */
  readonly wordLikenessMax?: number
  /** Shorter labels are too short to tell, in characters. */
  readonly labelLengthMin?: number
  /** Time that they are counted over, in seconds. */
  readonly periodSeconds?: number
  readonly levels?: SeverityLevels
}

const defaults: Required<GeneratedDomainsOptions> = {
  domainCountMin: 10,
  missingCountMin: 30,
  missingShareMin: 0.5,
  wordLikenessMax: 0.55,
  labelLengthMin: 7,
  periodSeconds: 600,
  levels: { medium: 10, high: 50 },
}

/** 1,024 clients at up to 8 kB are 8 MB. */
const groupCountMax = 1_024
/** Examples that the title names. */
const exampleCountMax = 3

const generatedDomains: DetectionKind = {
  kind: 'generated_domains',
  technique: techniques['T1568.002'],
  recommendation:
    'Isolate the client: malware tries names from a formula until one exists. The one that got ' +
    'an answer is its control server; block it and look who else asked for it.',
}

/** One client asking for many names that do not exist and that nobody would think of. */
export function createGeneratedDomains(options: GeneratedDomainsOptions = {}) {
  return (traffic: Traffic): TrafficObserver =>
    new GeneratedDomains(traffic, { ...defaults, ...options })
}

class Failures extends Tracker {
  periodFirstUs = this.firstUs
  domains = new DistinctCounter()
  /** All that do not exist, and all that were asked for. */
  all = new DistinctCounter()
  asked = new DistinctCounter()
  examples: string[] = []

  advance(nowUs: number, periodUs: number): void {
    if (nowUs - this.periodFirstUs <= periodUs) return
    this.periodFirstUs = nowUs
    this.domains = new DistinctCounter()
    this.all = new DistinctCounter()
    this.asked = new DistinctCounter()
    this.examples = []
    this.evidence.clear()
  }
}

class GeneratedDomains implements TrafficObserver {
  readonly name = 'generated_domains'
  readonly #traffic: Traffic
  readonly #options: Required<GeneratedDomainsOptions>
  readonly #clients: TrackerTable<Failures>

  constructor(traffic: Traffic, options: Required<GeneratedDomainsOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#clients = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds: options.periodSeconds,
      tracker: Failures,
    })
  }

  onDns(): void {
    const { dns, flow, flows, timeUs } = this.#traffic
    const { bytes, length } = dns.name
    const start = registeredDomainStart(bytes, length)
    const labelEnd = bytes.indexOf(46, start)
    // A single label is a search for a host of the own network.
    if (labelEnd === -1 || labelEnd >= length) return
    const hash = hashBytes(bytes, start, length)
    const key = { host: flows.originator(flow) }
    if (!dns.isResponse) {
      this.#clients.find(key)?.asked.add(hash)
      return
    }
    if (dns.responseCode !== DnsResponseCode.nxDomain) return
    const client = this.#clients.open(key)
    client.advance(timeUs, this.#options.periodSeconds * 1e6)
    client.asked.add(hash)
    if (!client.all.add(hash)) return
    if (!this.#isRandom(bytes, start, labelEnd)) {
      this.#judgeMissing(client)
      return
    }
    client.domains.add(hash)
    this.#note(client, start)
    // Somebody who follows dead links meets names of all kinds, most of them words.
    if (client.domains.count * 2 < client.all.count) return
    if (client.hasDoubled(client.domains.count, this.#options.domainCountMin)) this.#report(client)
  }

  #isRandom(bytes: Uint8Array, start: number, end: number): boolean {
    const { labelLengthMin, wordLikenessMax } = this.#options
    return end - start >= labelLengthMin && wordLikeness(bytes, start, end) <= wordLikenessMax
  }

  /** Names made of syllables or words read like real ones; but hardly anything else is asked for. */
  #judgeMissing(client: Failures): void {
    const { missingCountMin, missingShareMin } = this.#options
    const { all, asked } = client
    this.#note(
      client,
      registeredDomainStart(this.#traffic.dns.name.bytes, this.#traffic.dns.name.length),
    )
    if (all.count < asked.count * missingShareMin) return
    if (client.hasDoubled(all.count, missingCountMin)) this.#report(client)
  }

  #note(client: Failures, start: number): void {
    client.evidence.addPacket(this.#traffic)
    if (client.examples.length === exampleCountMax) return
    client.examples.push(this.#traffic.dns.name.toString().slice(start))
  }

  #report(client: Failures): void {
    const { hosts, timeUs } = this.#traffic
    const { host, domains, all, asked, examples, periodFirstUs } = client
    const { domainCountMin, levels } = this.#options
    const isRandom = domains.count >= domainCountMin
    const counted = isRandom ? domains : all
    const like = isRandom ? ' and read like chance' : ''
    this.#traffic.emit({
      detector: this.name,
      kind: generatedDomains,
      severity: severityOf(counted.count, levels),
      score: Math.max(0.65, growthScore(counted.count, domainCountMin)),
      confidence: isRandom ? 0.85 : 0.6,
      source: host,
      target: null,
      targetGroup: 'generated domains',
      firstUs: periodFirstUs,
      title:
        `${hosts.text(host)} asked for ${counted.text} domains that do not exist${like} ` +
        `(${examples.join(', ')} …) in ${durationText((timeUs - periodFirstUs) / 1e6)} ` +
        `(usual: below ${domainCountMin})`,
      reasons: [
        countReason('random_domains', domains.count, {
          typical: domainCountMin - 1,
          unit: 'domains',
        }),
        countReason('missing_domains', all.count, { typical: 3, unit: 'domains' }),
        countReason('missing_share', all.count / asked.count, { typical: 0.05, unit: '' }),
      ],
      evidence: client.evidence.toReferences(),
    })
  }
}
