import { latin1Text } from '../../decode/latin1.ts'
import { isProgram } from '../../decode/program-start.ts'
import { SmbMessage } from '../../decode/smb.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'

/** 1,024 pairs at 250 B, twice, are 512 kB. */
export const copyPairCountMax = 1_024

/** The end of a request to connect to a share: its name in UTF-16 (SMB 2), or as it is typed (SMB 1). */
const requestEndBytes = 160
/** Shares that every Windows has for its administrators: ADMIN$, and one for each disk. */
const adminShare = /\\(?:ADMIN|[A-Z])\$(?:\0|\?{5}|$)/i

export const shareProgram = defineDetector({
  name: 'share_program',
  family: 'behaviour',
  about:
    'A program that is written over SMB to a share of administrators (ADMIN$, C$), as tools do that ' +
    'run it there next. On other shares, where programs are kept, it is info. Encrypted SMB cannot be read.',
  kinds: [
    {
      id: 'program_on_share',
      title: '{source} wrote {programs} to {share} of {target} (threshold: {limit})',
      technique: techniques['T1021.002'],
      recommend:
        'Ask whether an administrator put the program there. If not, the source has an ' +
        "administrator's password: isolate both hosts, and look for a service or task that ran it.",
    },
  ],
  options: {
    programCountMin: limit(1, {
      about: 'Programs that one host writes to another',
      unit: 'programs',
    }),
    forgetAfterSeconds: forgetAfter('two hosts are', 3_600),
    allow: allowSources('Hosts that deploy programs, such as a management server'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { programCountMin, forgetAfterSeconds } = settings
    const message = new SmbMessage(traffic.seed)
    /** 1 for a connection to a share of administrators. */
    const isAdmin = new FlowMarks(flows)
    const copies = new EventCounter(traffic, {
      countMax: copyPairCountMax,
      forgetAfterSeconds,
      eventCountMin: programCountMin,
    })

    function report(): void {
      const { flow } = traffic
      const copy = copies.countPacket({
        host: flows.originator(flow),
        peer: flows.responder(flow),
        part: isAdmin.get(flow),
      })
      if (copy) state(copy, flows.responderPort(flow))
    }

    function state(copy: EventTracker, targetPort: number): void {
      const isForAdmins = copy.part === 1
      reporter.emit({
        restate: () => state(copy, targetPort),
        ...about(copy),
        kind: 'program_on_share',
        severity: isForAdmins ? 'medium' : 'info',
        score: isForAdmins ? 0.7 : 0.2,
        confidence: 0.8,
        targetPort,
        values: {
          programs: counted(copy.count, 'program'),
          share: isForAdmins ? 'a share of administrators' : 'a share',
          limit: programCountMin,
        },
        reasons: [countReason('programs', copy.count, { typical: 0, unit: 'files' })],
      })
    }

    /** Whether the message connects to such a share; the name stands at its end. */
    function connectsToAdminShare(bytes: Uint8Array, end: number): boolean {
      const text = latin1Text(bytes, Math.max(0, end - requestEndBytes), end)
      return adminShare.test(text.replaceAll('\0', ''))
    }

    return {
      applications: [Application.smb],
      onPayload() {
        const { flow, packet, frame } = traffic
        if (!flows.fromOriginator) return
        const { payloadOffset: start, payloadLength } = frame
        const end = start + payloadLength
        if (!message.parse(packet.bytes, start, end)) return
        if (message.isTreeConnect) {
          if (connectsToAdminShare(packet.bytes, end)) isAdmin.set(flow, 1)
        } else if (isProgram(packet.bytes, message.dataStart, message.dataEnd)) report()
      },
    }
  },
})
