import { isProgram } from '../../decode/program-start.ts'
import { Application } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'

/** 512 senders, receivers and ports at 250 B are 128 kB. */
export const transferCountMax = 512
/** Pairs with an FTP session, whose data connections carry files of all kinds: 1,024 of 150 B. */
export const ftpPairCountMax = 1_024
/** The port from which an FTP server opens its data connections (RFC 959, section 3.2). */
const ftpDataPort = 20

export const executableTransfer = defineDetector({
  name: 'executable_transfer',
  family: 'behaviour',
  about:
    'A program for Windows or Linux at the start of a connection that speaks no known protocol; ' +
    'the data connections of an FTP session are left alone.',
  kinds: [
    {
      id: 'executable_transfer',
      title:
        '{source} sent {programs} to {target} over a bare connection to port {target_port} ' +
        '(threshold: {limit})',
      technique: techniques.T1105,
      recommend:
        'Isolate the receiver: a program was sent to it outside of any protocol for files, as ' +
        'exploits load their second stage. Cut the file out of the capture and have it analysed.',
    },
  ],
  options: {
    programCountMin: limit(1, {
      about: 'Programs that one host sends to another on one port',
      unit: 'programs',
    }),
    earlierBytesMax: limit(64, {
      about: 'Bytes that may come in packets before the program: some loaders send its length',
      unit: 'bytes',
      min: 0,
    }),
    leadBytesMax: limit(7, {
      about: 'Bytes that may stand before the program in its packet',
      unit: 'bytes',
      min: 0,
      max: 64,
    }),
    forgetAfterSeconds: forgetAfter('a sender and receiver are'),
    allow: allowSources('Senders of programs, such as a software deployment server'),
  },
  watch(traffic, settings, reporter) {
    const { applications, flows } = traffic
    const { programCountMin, earlierBytesMax, leadBytesMax, forgetAfterSeconds } = settings
    const transfers = new EventCounter(traffic, {
      countMax: transferCountMax,
      forgetAfterSeconds,
      eventCountMin: programCountMin,
    })
    const ftpPairs = new BoundedMap<number, true>({ countMax: ftpPairCountMax })

    /** Whether the payload of the current packet is a program, or has one behind its lead. */
    function holdsProgram(): boolean {
      const { bytes } = traffic.packet
      const { payloadOffset: start, payloadLength } = traffic.frame
      const end = start + payloadLength
      for (let at = start; at <= start + leadBytesMax && at < end; at++) {
        if (isProgram(bytes, at, end)) return true
      }
      return false
    }

    function count(flow: FlowId): void {
      const ends = [flows.originator(flow), flows.responder(flow)] as const
      const [sender, receiver] = flows.fromOriginator ? ends : [ends[1], ends[0]]
      const part = flows.responderPort(flow)
      const transfer = transfers.countPacket({ host: sender, peer: receiver, part })
      if (transfer) report(transfer)
    }

    function report(transfer: EventTracker): void {
      reporter.emit({
        restate: () => report(transfer),
        ...about(transfer),
        kind: 'executable_transfer',
        severity: 'high',
        score: 0.85,
        confidence: 0.8,
        targetPort: transfer.part,
        values: { programs: counted(transfer.count, 'program'), limit: programCountMin },
        reasons: [countReason('programs', transfer.count, { typical: 0, unit: 'files' })],
      })
    }

    /** The same in both directions: an active data connection is opened by the server. */
    function pairOf(flow: FlowId): number {
      const a = flows.originator(flow)
      const b = flows.responder(flow)
      return Math.min(a, b) * 2 ** 18 + Math.max(a, b)
    }

    return {
      applications: [Application.other, Application.ftp],
      payloadBytesMax: earlierBytesMax,
      onPayload() {
        const { flow } = traffic
        if (applications.of(flow) === Application.ftp) {
          ftpPairs.set(pairOf(flow), true)
          return
        }
        if (!holdsProgram()) return
        if (flows.responderPort(flow) === ftpDataPort || ftpPairs.has(pairOf(flow))) return
        count(flow)
      },
    }
  },
})
