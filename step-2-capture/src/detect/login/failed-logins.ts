import { Application, applicationNames } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { AddressList } from '../track/address-list.ts'
import { counted } from '../track/counted.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { LoginAttempts } from './login-attempts.ts'
import type { LoginReporter, LoginSettings } from './login-options.ts'

/** 2,048 pairs of client and service at 600 B are 1.2 MB, for failures and for forms each. */
export const attemptCountMax = 2_048

/** The limit that a report rests on. */
interface Limit {
  readonly count: number
  readonly spanSeconds: number
}

/** Counts the logins of each client at each service, and reports the guessing. */
export class FailedLogins {
  readonly #traffic: Traffic
  readonly #settings: LoginSettings
  readonly #reporter: LoginReporter
  readonly #allowed: AddressList
  readonly #failures: TrackerTable<LoginAttempts>
  readonly #forms: TrackerTable<LoginAttempts>

  constructor(traffic: Traffic, settings: LoginSettings, reporter: LoginReporter) {
    this.#traffic = traffic
    this.#settings = settings
    this.#reporter = reporter
    this.#allowed = new AddressList(settings.allow)
    const { forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: attemptCountMax, forgetAfterSeconds }
    this.#failures = new TrackerTable({ ...bounds, tracker: LoginAttempts })
    this.#forms = new TrackerTable({ ...bounds, tracker: LoginAttempts })
  }

  /** A login failed in this flow. */
  count(flow: FlowId, application: number): void {
    const { timeUs, flows } = this.#traffic
    const attempts = this.#failures.open(serviceKey(this.#traffic, flow))
    attempts.application = application
    attempts.evidence.addFlow(this.#traffic, flow)
    attempts.add(timeUs)
    attempts.connect(flows.firstUs(flow))
    const { sshConnectionCountMin } = this.#settings
    if (application === Application.ssh && attempts.connectionCount < sshConnectionCountMin) return
    const limit = this.#limits().find(
      ({ count, spanSeconds }) => attempts.countWithin(timeUs, spanSeconds) >= count,
    )
    if (limit && attempts.hasDoubled(attempts.count, limit.count)) {
      this.#report(attempts, limit)
    }
  }

  /** A login page cannot be seen to fail: each try counts, but people do not try as often. */
  countForm(flow: FlowId): void {
    const { timeUs } = this.#traffic
    const { formCountMin, formSpanSeconds } = this.#settings
    const attempts = this.#forms.open(serviceKey(this.#traffic, flow))
    attempts.application = Application.http
    attempts.evidence.addPacket(this.#traffic)
    attempts.add(timeUs)
    if (attempts.countWithin(timeUs, formSpanSeconds) < formCountMin) return
    if (!attempts.hasDoubled(attempts.count, formCountMin)) return
    this.#report(attempts, { count: formCountMin, spanSeconds: formSpanSeconds })
  }

  #limits(): readonly Limit[] {
    const { fastCountMin, fastSpanSeconds, countMin, spanSeconds } = this.#settings
    const { slowCountMin, slowSpanSeconds } = this.#settings
    return [
      { count: fastCountMin, spanSeconds: fastSpanSeconds },
      { count: countMin, spanSeconds },
      { count: slowCountMin, spanSeconds: slowSpanSeconds },
    ]
  }

  #report(attempts: LoginAttempts, limit: Limit): void {
    const { host, count, application, seconds } = attempts
    const { countMin, levels } = this.#settings
    if (this.#allowed.has(this.#traffic.hosts.text(host))) return
    const stated = aboutService(this.#traffic, attempts)
    this.#reporter.emit({
      ...stated,
      kind: 'login_guessing',
      severity: severityOf(count, levels),
      score: Math.max(0.6, growthScore(count, countMin)),
      confidence: application === Application.http ? 0.7 : 0.85,
      values: {
        logins: counted(count, 'login'),
        service: stated.targetGroup,
        protocol: applicationNames[application]!.toUpperCase(),
        span: durationText(seconds),
        limit: limit.count,
        limitSpan: durationText(limit.spanSeconds),
      },
      reasons: [
        { feature: 'failed_logins', actual: count, typical: 1, unit: 'logins' },
        {
          feature: 'failed_logins_per_minute',
          actual: Math.round((count / Math.max(seconds, 1)) * 600) / 10,
          typical: 1,
          unit: 'logins/min',
        },
      ],
    })
  }
}
