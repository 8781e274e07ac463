import { DnsResponseCode } from '../../decode/dns.ts'
import { DnsName } from '../../decode/dns-name.ts'
import { dnsPort } from '../../decode/dns-port.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, levels, limit, seconds, share } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { registeredDomainStart } from './registered-domain.ts'
import { wordLikeness } from './word-likeness.ts'

/** 1,024 clients with three counters at up to 8 kB are 24 MB at worst, and 300 kB as a rule. */
export const clientCountMax = 1_024
/** Examples that the title names. */
const exampleCountMax = 3
/** Domains that were seen to exist, by hash: 16,384 at some 100 B are 1.6 MB. */
export const existingCountMax = 16_384

class Failures extends PeriodTracker {
  /** Domains that do not exist and look random, all that do not exist, and all asked for. */
  random = new DistinctCounter()
  missing = new DistinctCounter()
  asked = new DistinctCounter()
  examples: string[] = []

  addExample(name: DnsName, start: number): void {
    if (this.examples.length < exampleCountMax) this.examples.push(name.toString().slice(start))
  }

  protected startPeriod(): void {
    this.random = new DistinctCounter()
    this.missing = new DistinctCounter()
    this.asked = new DistinctCounter()
    this.examples = []
  }
}

export const generatedDomains = defineDetector({
  name: 'generated_domains',
  family: 'behaviour',
  about:
    'A client that asks for many domains that do not exist and whose names look random, or for ' +
    'hardly anything else; a missing name below a domain that exists is none, nor is a host of the own network.',
  kinds: [
    {
      id: 'generated_domains',
      title:
        '{source} asked for {domains} that do not exist{like} ({examples} …) in {span} ' +
        '(threshold: {limit})',
      technique: techniques['T1568.002'],
      recommend:
        'Isolate the client: malware tries names from a formula until one exists. The one that got ' +
        'an answer is its control server; block it and look for other clients that asked for it.',
    },
  ],
  options: {
    domainCountMin: limit(10, {
      about: 'Registered domains that do not exist and whose names look random',
      unit: 'domains',
      source: 'Slips: 10 NXDOMAIN',
    }),
    randomShareMin: share(0.5, {
      about: 'Their share of all domains that do not exist: dead links lead to names of all kinds',
    }),
    missingCountMin: limit(30, {
      about: 'Domains of any kind that do not exist',
      unit: 'domains',
    }),
    missingShareMin: share(0.5, {
      about:
        'Their share of all domains that the client asked for, where the names look like words',
    }),
    wordLikenessMax: share(0.55, {
      about:
        'Share of common pairs of letters up to which a name looks random; words have above 0.8',
    }),
    labelLengthMin: limit(7, {
      about: 'Shortest label that is judged: a shorter one has too few pairs of letters',
      unit: 'characters',
      max: 63,
    }),
    periodSeconds: seconds(600, { about: 'Traffic time over which domains are counted', min: 1 }),
    levels: levels({ medium: 10, high: 50 }, { unit: 'domains' }),
    allow: allowSources('Clients that ask for many names, such as a mail filter or a crawler'),
  },
  watch(traffic, settings, reporter) {
    const { dns, flows } = traffic
    const { domainCountMin, randomShareMin, missingCountMin, missingShareMin } = settings
    const { wordLikenessMax, labelLengthMin, periodSeconds } = settings
    const bounds = { traffic, countMax: clientCountMax, forgetAfterSeconds: periodSeconds }
    const clients = new TrackerTable({ ...bounds, tracker: Failures })
    const existing = new BoundedMap<number, true>({ countMax: existingCountMax })
    const zone = new DnsName()

    function isRandom(bytes: Uint8Array, start: number, end: number): boolean {
      return end - start >= labelLengthMin && wordLikeness(bytes, start, end) <= wordLikenessMax
    }

    /** Whether the zone that denies the name is the domain's own (RFC 2308): then the domain exists. */
    function isBelowZone(domainLength: number): boolean {
      if (!dns.readZone(zone)) return false
      return zone.length >= domainLength && zone.length < dns.name.length
    }

    function judgeRandom(client: Failures): void {
      const { random, missing } = client
      if (random.count < missing.count * randomShareMin) return
      if (client.hasDoubled(random.count, domainCountMin)) report(client)
    }

    /** Names of syllables or words look like real ones; but hardly anything else is asked for. */
    function judgeMissing(client: Failures): void {
      const { missing, asked } = client
      if (missing.count < asked.count * missingShareMin) return
      if (client.hasDoubled(missing.count, missingCountMin)) report(client)
    }

    function report(client: Failures): void {
      const { random, missing, asked, examples } = client
      const areRandom = random.count >= domainCountMin
      const found = areRandom ? random : missing
      reporter.emit({
        restate: () => report(client),
        ...about(client),
        kind: 'generated_domains',
        severity: severityOf(client.perPeriod(found.count), settings.levels),
        score: Math.max(0.65, growthScore(found.count, domainCountMin)),
        confidence: areRandom ? 0.85 : 0.6,
        targetGroup: 'generated domains',
        packetPort: dnsPort,
        values: {
          domains: counted(found, 'domain'),
          like: areRandom ? ' and look random' : '',
          examples: examples.join(', '),
          span: durationText(client.seconds),
          limit: areRandom ? domainCountMin : missingCountMin,
        },
        reasons: [
          countReason('random_domains', random.count, {
            typical: domainCountMin - 1,
            unit: 'domains',
          }),
          countReason('missing_domains', missing.count, { typical: 3, unit: 'domains' }),
          countReason('missing_share', missing.count / asked.count, { typical: 0.05, unit: '' }),
        ],
      })
    }

    return {
      onDns() {
        const { bytes, length } = dns.name
        const start = registeredDomainStart(bytes, length)
        const labelEnd = bytes.indexOf(46, start)
        // A single label is a search for a host of the own network.
        if (labelEnd === -1 || labelEnd >= length) return
        const hash = hashBytes(bytes, start, length, traffic.byteSeed)
        const key = { host: flows.originator(traffic.flow) }
        if (!dns.isResponse) {
          clients.find(key)?.asked.add(hash)
          return
        }
        if (dns.responseCode === DnsResponseCode.noError) existing.renew(hash, true)
        if (dns.responseCode !== DnsResponseCode.nxDomain) return
        if (existing.get(hash) || isBelowZone(length - start)) return
        const client = clients.open(key)
        client.advance(traffic.timeUs, periodSeconds)
        client.asked.add(hash)
        if (!client.missing.add(hash)) return
        client.evidence.addPacket(traffic)
        client.addExample(dns.name, start)
        if (isRandom(bytes, start, labelEnd)) {
          client.random.add(hash)
          judgeRandom(client)
        } else {
          judgeMissing(client)
        }
      },
    }
  },
})
