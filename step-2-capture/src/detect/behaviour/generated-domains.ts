import { DnsResponseCode } from '../../decode/dns.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import type { DetectionKind } from '../detection-draft.ts'
import type { Traffic } from '../traffic.ts'
import type { TrafficDetector } from '../traffic-detector.ts'
import { DistinctCounter } from './distinct-counter.ts'
import { Group, Groups } from './groups.ts'
import { durationText, growthScore, type SeverityLevels, severityOf } from './growth.ts'
import { hashBytes } from './hash-bytes.ts'
import { registeredDomainStart } from './registered-domain.ts'
import { wordLikeness } from './word-likeness.ts'

export interface GeneratedDomainsOptions {
  /** Registered domains that do not exist and that read like chance (Slips: 10 NXDOMAIN). */
  readonly domainCountMin?: number
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
  technique: {
    id: 'T1568.002',
    name: 'Dynamic Resolution: Domain Generation Algorithms',
    tactic: 'command-and-control',
  },
  recommendation:
    'Isolate the client: malware tries names from a formula until one exists. The one that got ' +
    'an answer is its control server; block it and look who else asked for it.',
}

/** One client asking for many names that do not exist and that nobody would think of. */
export function createGeneratedDomains(options: GeneratedDomainsOptions = {}) {
  return (traffic: Traffic): TrafficDetector =>
    new GeneratedDomains(traffic, { ...defaults, ...options })
}

class Failures extends Group {
  periodFirstUs = this.firstUs
  domains = new DistinctCounter()
  all = new DistinctCounter()
  examples: string[] = []

  advance(nowUs: number, periodUs: number): void {
    if (nowUs - this.periodFirstUs <= periodUs) return
    this.periodFirstUs = nowUs
    this.domains = new DistinctCounter()
    this.all = new DistinctCounter()
    this.examples = []
    this.evidence.clear()
  }
}

class GeneratedDomains implements TrafficDetector {
  readonly name = 'generated_domains'
  readonly #traffic: Traffic
  readonly #options: Required<GeneratedDomainsOptions>
  readonly #clients: Groups<Failures>

  constructor(traffic: Traffic, options: Required<GeneratedDomainsOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#clients = new Groups({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds: options.periodSeconds,
      create: (key) => new Failures(key, traffic),
    })
  }

  onDns(): void {
    const { dns, flow, flows, timeUs } = this.#traffic
    if (!dns.isResponse || dns.responseCode !== DnsResponseCode.nxDomain) return
    const { bytes, length } = dns.name
    const start = registeredDomainStart(bytes, length)
    const labelEnd = bytes.indexOf(46, start)
    // A single label is a search for a host of the own network.
    if (labelEnd === -1 || labelEnd >= length) return
    const client = this.#clients.open({ host: flows.value(flow, FlowColumn.originator) })
    client.advance(timeUs, this.#options.periodSeconds * 1e6)
    const hash = hashBytes(bytes, start, length)
    client.all.add(hash)
    if (labelEnd - start < this.#options.labelLengthMin) return
    if (wordLikeness(bytes, start, labelEnd) > this.#options.wordLikenessMax) return
    if (!client.domains.add(hash)) return
    if (client.examples.length < exampleCountMax) {
      client.examples.push(dns.name.toString().slice(start))
    }
    client.evidence.addPacket(this.#traffic)
    // Somebody who follows dead links meets names of all kinds, most of them words.
    if (client.domains.count * 2 < client.all.count) return
    if (client.isDue(client.domains.count, this.#options.domainCountMin)) this.#report(client)
  }

  #report(client: Failures): void {
    const { hosts, timeUs } = this.#traffic
    const { host, domains, all, examples, periodFirstUs } = client
    const { domainCountMin, levels } = this.#options
    this.#traffic.emit({
      detector: this.name,
      kind: generatedDomains,
      severity: severityOf(domains.count, levels),
      score: Math.max(0.65, growthScore(domains.count, domainCountMin)),
      confidence: 0.85,
      source: host,
      target: null,
      targetGroup: 'generated domains',
      firstUs: periodFirstUs,
      title:
        `${hosts.text(host)} asked for ${domains.text} domains that do not exist and read like ` +
        `chance (${examples.join(', ')} …) in ${durationText((timeUs - periodFirstUs) / 1e6)} ` +
        `(usual: below ${domainCountMin})`,
      reasons: [
        {
          feature: 'random_domains',
          actual: domains.count,
          typical: domainCountMin - 1,
          unit: 'domains',
        },
        { feature: 'missing_domains', actual: all.count, typical: 3, unit: 'domains' },
      ],
      evidence: client.evidence.toReferences(),
    })
  }
}
