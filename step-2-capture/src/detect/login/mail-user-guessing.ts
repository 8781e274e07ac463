import { latin1Text } from '../../decode/latin1.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, levels, limit, share } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 1,024 clients and servers at 300 B. */
export const mailClientCountMax = 1_024
/** Commands come in lines of 512 bytes at most (RFC 5321, section 4.5.3.1.4), some in one segment. */
const headLength = 2_048
/** A session that guesses sends no letter; behind this much it does. */
const payloadBytesMax = 65_536

/** Ask for a user or a list (RFC 5321, section 3.5), and name a recipient. */
const questions = /^(?:VRFY|EXPN) /gim
const recipients = /^RCPT TO:/gim
/** No such mailbox: it does not exist, or its name is not allowed (section 4.2.2). */
const refusals = /^(?:550|551|553)[ -]/gm
/** Refused for who asks and not for whom: a relay that serves others alone, or a block list. */
const refusedClient = /relay|block|spam|blacklist|reputation|5\.7\.\d/i

/** Whether a flow's client named recipients last, or sends a letter, whose text is no command. */
const Mark = { nothing: 0, recipient: 1, letter: 2 } as const
const letterStart = /^DATA\s*$/im
const letterEnd = /^\.\r?$/m

/** A client and a mail server. */
class MailClient extends Tracker {
  askedCount = 0
  refusedCount = 0

  /** Users that it asked for, and recipients that do not exist. */
  get guessCount(): number {
    return this.askedCount + this.refusedCount
  }

  recipientCount = 0
}

export const mailUserGuessing = defineDetector({
  name: 'mail_user_guessing',
  family: 'behaviour',
  about:
    'A client that asks a mail server for one user after another (VRFY, EXPN), or names recipients ' +
    'of which most do not exist; a mailing list, most of whose recipients exist, is left alone.',
  kinds: [
    {
      id: 'mail_user_guessing',
      title:
        '{source} asked the mail server {target} for {users} in {span}: {asked} by VRFY or EXPN, ' +
        '{refused} as recipients that do not exist (threshold: {limit})',
      technique: techniques.T1087,
      recommend:
        'Turn VRFY and EXPN off, and let the server refuse a client after a few unknown recipients. ' +
        'Expect the names that exist to be tried as logins next.',
    },
  ],
  options: {
    userCountMin: limit(10, {
      about: 'Users that a client asked for, or recipients that do not exist',
      unit: 'users',
    }),
    refusedShareMin: share(0.5, { about: 'Share of the recipients that must not exist' }),
    forgetAfterSeconds: forgetAfter('a client and server are', 3_600),
    levels: levels({ medium: 10, high: 100 }, { unit: 'users' }),
    allow: allowSources('Clients that may ask for users, such as a monitor of the mail server'),
  },
  watch(traffic, settings, reporter) {
    const { applications, flows, frame } = traffic
    const { userCountMin, refusedShareMin, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: mailClientCountMax, forgetAfterSeconds }
    const clients = new TrackerTable({ ...bounds, tracker: MailClient })
    const marks = new FlowMarks(flows)

    function report(client: MailClient): void {
      const { guessCount, askedCount, refusedCount } = client
      reporter.emit({
        restate: () => report(client),
        ...aboutService(traffic, client),
        kind: 'mail_user_guessing',
        severity: severityOf(guessCount, settings.levels),
        score: growthScore(guessCount, userCountMin),
        confidence: 0.85,
        values: {
          users: counted(guessCount, 'user'),
          span: durationText(client.seconds),
          asked: askedCount,
          refused: refusedCount,
          limit: userCountMin,
        },
        reasons: [
          countReason('users_asked', askedCount, { typical: 0, unit: 'users' }),
          countReason('unknown_recipients', refusedCount, { typical: 1, unit: 'recipients' }),
        ],
      })
    }

    function seeCommands(text: string): void {
      const { flow } = traffic
      if (marks.get(flow) === Mark.letter) {
        if (letterEnd.test(text)) marks.set(flow, Mark.nothing)
        return
      }
      const asked = countOf(text, questions)
      const named = countOf(text, recipients)
      const isLetter = letterStart.test(text)
      marks.set(flow, isLetter ? Mark.letter : named > 0 ? Mark.recipient : Mark.nothing)
      if (asked + named === 0) return
      const client = clients.open(serviceKey(traffic, flow))
      client.recipientCount += named
      client.askedCount += asked
      if (asked === 0) return
      client.evidence.addPacket(traffic)
      judge(client)
    }

    function seeReplies(text: string): void {
      if (refusedClient.test(text)) return
      const refused = countOf(text, refusals)
      if (refused === 0) return
      const client = clients.open(serviceKey(traffic, traffic.flow))
      client.refusedCount += refused
      client.evidence.addPacket(traffic)
      judge(client)
    }

    function judge(client: MailClient): void {
      const { refusedCount, recipientCount, askedCount, guessCount } = client
      const areMostUnknown = refusedCount >= recipientCount * refusedShareMin
      const count = areMostUnknown ? guessCount : askedCount
      if (client.hasDoubled(count, userCountMin)) report(client)
    }

    return {
      applications: [Application.smtp],
      payloadBytesMax,
      onPayload() {
        const { packet, flow } = traffic
        if (applications.of(flow) !== Application.smtp) return
        const { payloadOffset: start, payloadLength } = frame
        if (!flows.fromOriginator && marks.get(flow) !== Mark.recipient) return
        const text = latin1Text(packet.bytes, start, start + Math.min(payloadLength, headLength))
        if (flows.fromOriginator) seeCommands(text)
        else seeReplies(text)
      },
    }
  },
})

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
