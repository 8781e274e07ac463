import { latin1Text } from '../../decode/latin1.ts'
import { type MailPart, MimeReader } from '../../decode/mime-reader.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { severityRank } from '../seam/detection.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { plainText } from '../track/plain-text.ts'
import { severityScores } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { type AttachedProgram, attachedProgram } from './mail-attachment.ts'

/** 1,024 senders and receivers at 300 B. */
export const mailPairCountMax = 1_024
/** 512 directions of connections whose letters are read, at 2 kB. */
export const mailReaderCountMax = 512

/** Who sends a mail to whom, by which port. */
class MailPair extends Tracker {
  count = 0
  file = ''
  worst: AttachedProgram = { what: '', severity: 'info' }

  add(file: string, attached: AttachedProgram): void {
    this.count++
    if (severityRank(attached.severity) <= severityRank(this.worst.severity)) return
    this.worst = attached
    this.file = file
  }
}

export const mailProgram = defineDetector({
  name: 'mail_program',
  family: 'behaviour',
  about:
    'A mail with an attachment that runs when it is opened, over SMTP, POP3 or IMAP in clear text: ' +
    'by its name, by its first bytes, or by the first name in its archive. One that only arrives is ' +
    'low: every mail server gets them.',
  kinds: [
    {
      id: 'mail_program',
      title: '{source} sent {mails} to {target}: {what}, {file} (threshold: {limit})',
      technique: techniques.T1566,
      recommend:
        'If a machine of yours sent it, isolate that machine: it spreads malware. If it came to you, ' +
        'find out whether it was opened, and have the mail server refuse attachments that run.',
    },
  ],
  options: {
    attachmentCountMin: limit(1, {
      about: 'Such attachments from one sender to one receiver',
      unit: 'attachments',
    }),
    forgetAfterSeconds: forgetAfter('a sender and receiver are', 3_600),
    allow: allowSources('Senders that may, such as a server that gives out software'),
  },
  watch(traffic, { attachmentCountMin, forgetAfterSeconds }, reporter) {
    const { applications, flows, frame, hosts } = traffic
    const bounds = { traffic, countMax: mailPairCountMax, forgetAfterSeconds }
    const pairs = new TrackerTable({ ...bounds, tracker: MailPair })
    const readers = new BoundedMap<number, MimeReader>({ countMax: mailReaderCountMax })

    function readerOf(flow: FlowId, side: number): MimeReader {
      const known = readers.get(flow * 2 + side)
      if (known) return known
      const reader = new MimeReader()
      readers.set(flow * 2 + side, reader)
      return reader
    }

    /** A mail that is fetched, or is brought from outside, has done nothing yet. */
    function isArriving(sender: HostId, receiver: HostId): boolean {
      if (applications.of(traffic.flow) !== Application.smtp) return true
      const [from, to] = [scopeOf(hosts, sender), scopeOf(hosts, receiver)]
      return from === AddressScope.outside && to === AddressScope.inside
    }

    function seePart(part: MailPart): void {
      const found = attachedProgram(part)
      if (!found) return
      const { flow } = traffic
      const ends = [flows.originator(flow), flows.responder(flow)] as const
      const [host, peer] = flows.fromOriginator ? ends : [ends[1], ends[0]]
      const attached = isArriving(host, peer) ? { ...found, severity: 'low' as const } : found
      const pair = pairs.open({ host, peer, part: flows.responderPort(flow) })
      pair.add(part.name === '' ? 'without a name' : plainText(part.name, 60), attached)
      pair.evidence.addPacket(traffic)
      if (pair.hasDoubled(pair.count, attachmentCountMin)) report(pair)
    }

    function report(pair: MailPair): void {
      const { count, file, worst } = pair
      reporter.emit({
        restate: () => report(pair),
        ...about(pair),
        kind: 'mail_program',
        severity: worst.severity,
        score: severityScores[worst.severity],
        confidence: 0.8,
        targetPort: pair.part,
        values: {
          mails: counted(count, 'mail attachment that runs', 'mail attachments that run'),
          what: worst.what,
          file,
          limit: attachmentCountMin,
        },
        reasons: [countReason('programs', count, { typical: 0, unit: 'files' })],
      })
    }

    return {
      applications: [Application.smtp, Application.pop3, Application.imap],
      onPayload() {
        const { packet, flow } = traffic
        const { payloadOffset: start, payloadLength } = frame
        const text = latin1Text(packet.bytes, start, start + payloadLength)
        readerOf(flow, flows.fromOriginator ? 0 : 1).read(text, seePart)
      },
      onFlowEnd(flow) {
        readers.delete(flow * 2)
        readers.delete(flow * 2 + 1)
      },
    }
  },
})
