import { HttpKind } from '../../decode/http.ts'
import { Application, applicationNames } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import {
  durationText,
  growthScore,
  type SeverityLevels,
  severityOf,
} from '../track/severity-scale.ts'
import type { TrackerKey } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { isLoginRequest } from './http-login.ts'
import { LoginAttempts } from './login-attempts.ts'
import { LoginReply, loginReplyOf, repliedApplications } from './login-replies.ts'
import { SshLogin } from './ssh-login.ts'

export interface LoginGuessingOptions {
  /** Failed logins within ten seconds: faster than a person, and more than a client's retries. */
  readonly fastCountMin?: number
  /** Within five minutes: one every half a minute (Slips: 9 SSH attempts). */
  readonly countMin?: number
  /** Within half an hour (Zeek's SSH::password_guesses_limit: 30 in 30 minutes). */
  readonly slowCountMin?: number
  /** Requests to a login page within a minute: whether they fail is not to be seen. */
  readonly formCountMin?: number
  readonly levels?: SeverityLevels
}

const defaults: Required<LoginGuessingOptions> = {
  fastCountMin: 6,
  countMin: 10,
  slowCountMin: 30,
  formCountMin: 20,
  levels: { medium: 6, high: 50 },
}

/** 2,048 pairs of client and service at 600 B are 1.2 MB. */
const groupCountMax = 2_048
const forgetAfterSeconds = 1_800
/** SSH connections that are watched at once: 2,048 of 300 B. */
const sshCountMax = 2_048

/** A login is over before a server has said so much, however often it is repeated. */
const loginBytesMax = 65_536
/** A desktop session lasts longer than this, or has sent more: pictures of the screen. */
const desktopSecondsMin = 30
const desktopBytesMin = 20_000

const loginGuessing: DetectionKind = {
  kind: 'login_guessing',
  technique: techniques.T1110,
  recommendation:
    'Block the source at the service, and look in its log for a login that succeeded after the ' +
    'failures. Allow keys or a second factor only where passwords can be guessed.',
}

/** Logins that fail one after another: told by reply codes, and by their shape where encrypted. */
export function createLoginGuessing(options: LoginGuessingOptions = {}) {
  return (traffic: Traffic): TrafficObserver =>
    new LoginGuessing(traffic, { ...defaults, ...options })
}

class LoginGuessing implements TrafficObserver {
  readonly name = 'login_guessing'
  readonly applications = [
    Application.ssh,
    Application.rdp,
    Application.vnc,
    ...repliedApplications,
  ]
  readonly #traffic: Traffic
  readonly #options: Required<LoginGuessingOptions>
  readonly #attempts: TrackerTable<LoginAttempts>
  readonly #forms: TrackerTable<LoginAttempts>
  /** 1 for a flow of which the latest request brought credentials. */
  readonly #hasCredentials: FlowMarks
  readonly #ssh = new BoundedMap<FlowId, SshLogin>({ countMax: sshCountMax })

  constructor(traffic: Traffic, options: Required<LoginGuessingOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#hasCredentials = new FlowMarks(traffic.flows)
    const bounds = { traffic, countMax: groupCountMax, forgetAfterSeconds, tracker: LoginAttempts }
    this.#attempts = new TrackerTable(bounds)
    this.#forms = new TrackerTable(bounds)
  }

  onPayload(): void {
    const { applications, flow, flows, packet, frame } = this.#traffic
    const application = applications.of(flow)
    if (flows.fromOriginator) return
    const { payloadOffset, payloadLength } = frame
    if (application === Application.ssh) {
      const login = this.#ssh.get(flow) ?? this.#watchSsh(flow)
      login.onServerPayload(packet.bytes, payloadOffset, payloadLength, frame.payloadWireLength)
      return
    }
    // What a session says later is no answer to a login.
    if (flows.responderPayloadBytes(flow) > loginBytesMax) return
    const reply = loginReplyOf(application, packet.bytes, payloadOffset, payloadLength)
    if (reply === LoginReply.failed) this.#countFailure(flow, application)
  }

  onHttp(): void {
    const { http, flow } = this.#traffic
    if (http.kind === HttpKind.request) {
      this.#hasCredentials.set(flow, http.header('authorization') === null ? 0 : 1)
      if (isLoginRequest(this.#traffic)) this.#countForm(flow)
    } else if (http.status === 401 && this.#hasCredentials.get(flow) === 1) {
      this.#countFailure(flow, Application.http)
    }
  }

  onFlowClosed(flow: FlowId): void {
    const application = this.#traffic.applications.of(flow)
    if (application === Application.ssh) this.#judgeSsh(flow)
    else if (application === Application.rdp || application === Application.vnc) {
      if (this.#isShort(flow)) this.#countFailure(flow, application)
    }
  }

  onFlowEnd(flow: FlowId): void {
    this.#judgeSsh(flow)
  }

  /** A remote desktop that shows its screen sends far more than the questions of a login. */
  #isShort(flow: FlowId): boolean {
    const { flows } = this.#traffic
    const us = flows.lastUs(flow) - flows.firstUs(flow)
    const bytes = flows.responderPayloadBytes(flow)
    return us < desktopSecondsMin * 1e6 && bytes < desktopBytesMin
  }

  #watchSsh(flow: FlowId): SshLogin {
    const login = new SshLogin()
    this.#ssh.set(flow, login)
    return login
  }

  #judgeSsh(flow: FlowId): void {
    const login = this.#ssh.get(flow)
    if (!login) return
    this.#ssh.delete(flow)
    for (let i = 0; i < login.failedTries; i++) this.#countFailure(flow, Application.ssh)
  }

  #countFailure(flow: FlowId, application: number): void {
    const { timeUs } = this.#traffic
    const { fastCountMin, countMin, slowCountMin } = this.#options
    const attempts = this.#attempts.open(this.#key(flow))
    attempts.application = application
    attempts.evidence.addFlow(this.#traffic, flow)
    attempts.add(timeUs)
    attempts.connect(this.#traffic.flows.firstUs(flow))
    // An agent offers all its keys on one connection, and a server allows as many (MaxAuthTries 6).
    if (application === Application.ssh && attempts.connectionCount === 1) return
    const isGuessing =
      attempts.countWithin(timeUs, 10) >= fastCountMin ||
      attempts.countWithin(timeUs, 300) >= countMin ||
      attempts.countWithin(timeUs, 1800) >= slowCountMin
    if (isGuessing && attempts.hasDoubled(attempts.count, fastCountMin)) this.#report(attempts)
  }

  /** A login page cannot be seen to fail: each try counts, but people do not try so often. */
  #countForm(flow: FlowId): void {
    const { timeUs } = this.#traffic
    const { formCountMin } = this.#options
    const attempts = this.#forms.open(this.#key(flow))
    attempts.application = Application.http
    attempts.evidence.addPacket(this.#traffic)
    attempts.add(timeUs)
    if (attempts.countWithin(timeUs, 60) < formCountMin) return
    if (attempts.hasDoubled(attempts.count, formCountMin)) this.#report(attempts)
  }

  #key(flow: FlowId): TrackerKey {
    const { flows } = this.#traffic
    return {
      host: flows.originator(flow),
      peer: flows.responder(flow),
      part: flows.responderPort(flow),
    }
  }

  #report(attempts: LoginAttempts): void {
    const { hosts } = this.#traffic
    const { host, peer, part: port, count, application, seconds } = attempts
    const { countMin, levels } = this.#options
    const protocol = (applicationNames[application] as string).toUpperCase()
    const target = `${hosts.text(peer)}:${port}`
    this.#traffic.emit({
      detector: this.name,
      kind: loginGuessing,
      severity: severityOf(count, levels),
      score: Math.max(0.6, growthScore(count, countMin)),
      confidence: application === Application.http ? 0.7 : 0.85,
      source: host,
      target: peer,
      targetPort: port,
      targetGroup: target,
      firstUs: attempts.firstUs,
      title:
        `${hosts.text(host)} tried to log in to ${target} (${protocol}) ${count} times in vain in ` +
        `${durationText(seconds)} (usual: below ${countMin} in 5 min)`,
      reasons: [
        { feature: 'failed_logins', actual: count, typical: 1, unit: 'logins' },
        {
          feature: 'failed_logins_per_minute',
          actual: Math.round((count / Math.max(seconds, 1)) * 600) / 10,
          typical: 1,
          unit: 'logins/min',
        },
      ],
      evidence: attempts.evidence.toReferences(),
    })
  }
}
