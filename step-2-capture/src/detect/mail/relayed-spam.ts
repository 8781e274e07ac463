import { latin1Text } from '../../decode/latin1.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashText } from '../../memory/hash-bytes.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, levels, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 512 clients and mail servers at 300 B, at up to 16 kB each: 150 kB as a rule. */
export const relayClientCountMax = 512
/** Commands come in lines of 512 bytes at most (RFC 5321, section 4.5.3.1.4), some in one segment. */
const headLength = 2_048

/** A recipient, and the domain that the mail is for. */
const recipients = /^RCPT TO: {0,2}<?[^\s<>@]{1,64}@([\w.-]{3,64})>?/gim
/** A sender (section 4.1.1.2). */
const senders = /^MAIL FROM: {0,2}<?([^\s<>]{3,254})>?/gim
const letterStart = /^DATA\s*$/im
const letterEnd = /^\.\r?$/m

/** Whom a client writes to by a server, and in whose name. */
class RelayClient extends PeriodTracker {
  domains = new DistinctCounter()
  senders = new DistinctCounter()

  protected startPeriod(): void {
    this.domains = new DistinctCounter()
    this.senders = new DistinctCounter()
  }
}

export const relayedSpam = defineDetector({
  name: 'relayed_spam',
  family: 'behaviour',
  about:
    'A host that sends mail to dozens of domains through one server, in the names of several senders, ' +
    'though no one brings mail to it. Mail servers, and a person who writes to many, are left alone.',
  kinds: [
    {
      id: 'relayed_spam',
      title:
        '{source} sent mail to {domains} in the names of {senders} through {target} in {span} ' +
        '(threshold: {limit})',
      technique: techniques.T1566,
      recommend:
        'Look for the program on the source that sends mail by itself, and change the password of the ' +
        'account that it uses. Let the mail server limit how many letters an account sends.',
    },
  ],
  options: {
    domainCountMin: limit(20, {
      about: 'Domains that one client writes to through one server within a period',
      unit: 'domains',
    }),
    senderCountMin: limit(4, { about: 'Senders that it names', unit: 'senders' }),
    periodSeconds: seconds(600, { about: 'Traffic time over which they count', min: 1 }),
    forgetAfterSeconds: forgetAfter('a client and server are', 3_600),
    levels: levels({ medium: 20, high: 200 }, { unit: 'domains' }),
    allow: allowSources('Clients that may: mailing lists, applications that write to customers'),
  },
  watch(traffic, settings, reporter) {
    const { flows, frame, hosts } = traffic
    const { domainCountMin, senderCountMin, periodSeconds, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: relayClientCountMax, forgetAfterSeconds }
    const clients = new TrackerTable({ ...bounds, tracker: RelayClient })
    /** 1 for a flow whose client sends a letter, whose text is no command. */
    const isLetter = new FlowMarks(flows)
    /** 1 for a host that others bring mail to: a mail server. */
    const getsMail = new Uint8Array(hosts.countMax)

    function report(client: RelayClient): void {
      const { domains } = client
      reporter.emit({
        restate: () => report(client),
        ...aboutService(traffic, client),
        kind: 'relayed_spam',
        severity: severityOf(client.perPeriod(domains.count), settings.levels),
        score: growthScore(domains.count, domainCountMin),
        confidence: 0.75,
        values: {
          domains: counted(domains, 'domain'),
          senders: counted(client.senders, 'sender'),
          span: durationText(client.seconds),
          limit: domainCountMin,
        },
        reasons: [
          countReason('recipient_domains', domains.count, {
            typical: domainCountMin - 1,
            unit: 'domains',
          }),
          countReason('senders', client.senders.count, { typical: 1, unit: 'senders' }),
        ],
      })
    }

    function seeCommands(text: string): void {
      const { flow, timeUs } = traffic
      const named = namesIn(text, recipients)
      const from = namesIn(text, senders)
      if (named.length + from.length === 0) return
      getsMail[flows.responder(flow)] = 1
      if (getsMail[flows.originator(flow)] === 1) return
      const client = clients.open(serviceKey(traffic, flow))
      client.advance(timeUs, periodSeconds)
      for (const sender of from) client.senders.add(hashOf(sender))
      for (const domain of named) {
        if (client.domains.add(hashOf(domain))) client.evidence.addPacket(traffic)
      }
      if (client.senders.count < senderCountMin) return
      if (client.hasDoubled(client.domains.count, domainCountMin)) report(client)
    }

    const hashOf = (text: string) => hashText(text.toLowerCase(), traffic.byteSeed)

    return {
      applications: [Application.smtp],
      onPayload() {
        const { packet, flow } = traffic
        if (!flows.fromOriginator) return
        const { payloadOffset: start, payloadLength } = frame
        const text = latin1Text(packet.bytes, start, start + Math.min(payloadLength, headLength))
        if (isLetter.get(flow) === 1) {
          if (letterEnd.test(text)) isLetter.set(flow, 0)
          return
        }
        seeCommands(text)
        if (letterStart.test(text)) isLetter.set(flow, 1)
      },
      onHostEvict(host) {
        getsMail[host] = 0
      },
    }
  },
})

/** What a pattern names in a text. */
function namesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((found) => found[1] as string)
}
