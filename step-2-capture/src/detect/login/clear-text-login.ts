import { HttpKind } from '../../decode/http.ts'
import { latin1Text } from '../../decode/latin1.ts'
import { Application, applicationNames } from '../../flow/application.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 2,048 clients and services at 250 B. */
const groupCountMax = 2_048
const forgetAfterSeconds = 86_400

const clearTextLogin: DetectionKind = {
  kind: 'clear_text_login',
  technique: techniques.T1040,
  recommendation:
    'Anybody on the way can read this password. Use the encrypted form of the protocol (SFTP, SSH, ' +
    'HTTPS, POP3S, IMAPS), and change the password.',
}

/** What a client says when it hands over a password, by protocol. */
const passwordLines: ReadonlyMap<number, RegExp> = new Map([
  [Application.ftp, /^PASS (?!anonymous|guest|\S*@)\S/im],
  [Application.pop3, /^PASS \S/im],
  [Application.imap, /^\S+ LOGIN \S+ \S/im],
  [Application.smtp, /^AUTH (?:PLAIN|LOGIN)/im],
  [Application.irc, /^PASS \S/im],
])
/** What a telnet server asks before it is told one. */
const passwordPrompt = /password: ?$/i
const headLength = 256

/** A password that crosses the network in clear text. Said once for each client and service. */
export function createClearTextLogin() {
  return (traffic: Traffic): TrafficObserver => new ClearTextLogin(traffic)
}

class Login extends Tracker {
  count = 0
}

class ClearTextLogin implements TrafficObserver {
  readonly name = 'clear_text_login'
  readonly applications = [...passwordLines.keys(), Application.telnet]
  readonly #traffic: Traffic
  readonly #logins: TrackerTable<Login>

  constructor(traffic: Traffic) {
    this.#traffic = traffic
    this.#logins = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Login,
    })
  }

  onPayload(): void {
    const { applications, flow, flows, packet, frame } = this.#traffic
    const application = applications.of(flow)
    const isTelnet = application === Application.telnet
    const pattern = isTelnet ? passwordPrompt : passwordLines.get(application)
    // Of telnet the server's prompt is looked at, since passwords come letter by letter.
    if (!pattern || flows.fromOriginator === isTelnet) return
    const { payloadOffset: start, payloadLength } = frame
    // A command is one short line.
    if (payloadLength > headLength) return
    const text = latin1Text(packet.bytes, start, start + Math.min(payloadLength, headLength))
    if (pattern.test(text)) this.#report(application)
  }

  onHttp(): void {
    const { http } = this.#traffic
    if (http.kind !== HttpKind.request) return
    const credentials = http.header('authorization')
    if (credentials !== null && /^basic /i.test(credentials)) this.#report(Application.http)
  }

  #report(application: number): void {
    const { flow, flows, hosts } = this.#traffic
    const port = flows.responderPort(flow)
    const host = flows.originator(flow)
    const login = this.#logins.open({ host, peer: flows.responder(flow), part: port })
    login.count++
    login.evidence.addPacket(this.#traffic)
    if (!login.hasDoubled(login.count, 1)) return
    const protocol = (applicationNames[application] as string).toUpperCase()
    const target = `${hosts.text(login.peer)}:${port}`
    reportGroup(this.#traffic, login, {
      detector: this.name,
      kind: clearTextLogin,
      severity: 'low',
      score: 0.4,
      confidence: 0.95,
      targetPort: port,
      targetGroup: target,
      title:
        `${hosts.text(host)} sent a password to ${target} in clear text over ${protocol}, ` +
        `${login.count} times (usual: 0)`,
      reasons: [countReason('passwords', login.count, { typical: 0, unit: 'logins' })],
    })
  }
}
