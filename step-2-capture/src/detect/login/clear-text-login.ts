import { HttpKind } from '../../decode/http.ts'
import { latin1Text } from '../../decode/latin1.ts'
import { Application, applicationNames } from '../../flow/application.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficDetector } from '../seam/traffic-detector.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { Group, type GroupKey, Groups } from '../track/tracker.ts'

/** 2,048 clients and services at 250 B. */
const groupCountMax = 2_048
const forgetAfterSeconds = 86_400

const clearTextLogin: DetectionKind = {
  kind: 'clear_text_login',
  technique: { id: 'T1040', name: 'Network Sniffing', tactic: 'credential-access' },
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
  return (traffic: Traffic): TrafficDetector => new ClearTextLogin(traffic)
}

class Login extends Group {
  count = 0
}

class ClearTextLogin implements TrafficDetector {
  readonly name = 'clear_text_login'
  readonly applications = [...passwordLines.keys(), Application.telnet]
  readonly #traffic: Traffic
  readonly #logins: Groups<Login>

  constructor(traffic: Traffic) {
    this.#traffic = traffic
    const create = (key: GroupKey) => new Login(key, traffic)
    this.#logins = new Groups({ traffic, countMax: groupCountMax, forgetAfterSeconds, create })
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
    const port = flows.value(flow, FlowColumn.responderPort)
    const host = flows.value(flow, FlowColumn.originator)
    const login = this.#logins.open({ host, peer: flows.value(flow, FlowColumn.responder), port })
    login.count++
    login.evidence.addPacket(this.#traffic)
    if (!login.isDue(login.count, 1)) return
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
