import { IpProtocol } from '../../decode/frame.ts'
import { latin1Text } from '../../decode/latin1.ts'
import { Application } from '../../flow/application.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowTargets, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { plainText } from '../track/plain-text.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 512 pairs that send short lines, 500 B each: 256 kB. */
export const typistCountMax = 512
/** Lines of people are short. */
const lineBytesMax = 256

/** What is typed into a shell first: who and where am I, what runs here, what may I read. */
const commands: ReadonlySet<string> = new Set(
  (
    'whoami id uname hostname pwd ls dir ps top env set ifconfig ipconfig arp route netstat ss ' +
    'systeminfo tasklist ver net nltest wmic reg sc schtasks quser query cd cat type more find ' +
    'grep history last w who uptime df mount sudo su passwd useradd chmod chown wget curl ftp ' +
    'tftp certutil powershell cmd python python3 perl sh bash nc ncat crontab kill rm cp mv mkdir'
  ).split(' '),
)
const line = /^([a-z][a-z0-9]{0,15})(?:\.exe)?(?:[ \t][\x20-\x7e]{0,240})?\r?\n$/

/** One end that types, and what. */
class Typist extends Tracker {
  readonly words = new Set<string>()
  lineCount = 0
}

export const typedCommands = defineDetector({
  name: 'typed_commands',
  family: 'behaviour',
  about:
    'Commands for a shell, each a line of its own, over a TCP connection that speaks no known ' +
    'protocol, with answers in between: a shell that was opened to somewhere, on any port.',
  kinds: [
    {
      id: 'reverse_shell',
      title:
        '{source} typed {commands} for a shell on {target} over a bare connection to port ' +
        '{target_port}: {words} (threshold: {limit})',
      technique: techniques.T1059,
      recommend:
        'Isolate the target now: commands are typed on it. Keep its memory for the investigation, ' +
        'and read in the capture what was typed and what was answered.',
    },
  ],
  options: {
    commandCountMin: limit(3, {
      about: 'Different commands that one end sends to the other',
      unit: 'commands',
      max: 16,
    }),
    forgetAfterSeconds: seconds(3_600, {
      about: 'A pause after which what was typed is forgotten',
      min: 1,
    }),
    allow: allowTargets('Hosts with a service of your own that takes such lines'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { commandCountMin, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: typistCountMax, forgetAfterSeconds }
    const typists = new TrackerTable({ ...bounds, tracker: Typist })

    function count(word: string): void {
      const { flow } = traffic
      const ends = [flows.originator(flow), flows.responder(flow)] as const
      const [host, peer] = flows.fromOriginator ? ends : [ends[1], ends[0]]
      const typist = typists.open({ host, peer, part: flows.responderPort(flow) })
      typist.lineCount++
      typist.evidence.addPacket(traffic)
      if (typist.words.size < commands.size) typist.words.add(word)
      if (typist.hasDoubled(typist.words.size, commandCountMin)) report(typist)
    }

    function report(typist: Typist): void {
      const words = [...typist.words]
      reporter.emit({
        restate: () => report(typist),
        ...about(typist),
        kind: 'reverse_shell',
        severity: 'critical',
        score: 0.9,
        confidence: Math.min(0.95, 0.6 + words.length * 0.05),
        targetPort: typist.part,
        values: {
          commands: counted(typist.lineCount, 'command'),
          words: plainText(words.join(', ')),
          limit: commandCountMin,
        },
        reasons: [
          { feature: 'commands', actual: words.length, typical: 0, unit: 'different commands' },
        ],
      })
    }

    return {
      protocols: [IpProtocol.tcp],
      applications: [Application.other],
      onPayload() {
        const { frame, packet } = traffic
        const { payloadOffset: start, payloadLength: length } = frame
        // Nearly all payloads end here: they are long, or begin with no small letter.
        if (length < 3 || length > lineBytesMax) return
        const first = packet.bytes[start] as number
        if (first < 0x61 || first > 0x7a || packet.bytes[start + length - 1] !== 0x0a) return
        const [, word = ''] = line.exec(latin1Text(packet.bytes, start, start + length)) ?? []
        if (commands.has(word)) count(word)
      },
    }
  },
})
