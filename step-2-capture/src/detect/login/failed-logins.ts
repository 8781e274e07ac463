import { Application, applicationNames } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { counted } from '../track/counted.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { LoginAttempts } from './login-attempts.ts'
import type { LoginReporter, LoginSettings } from './login-options.ts'

/** 2,048 pairs of client and service at 600 B are 1.2 MB, for failures and for forms each. */
export const attemptCountMax = 2_048

/** Counts the logins of each client at each service, and reports the guessing. */
export interface FailedLogins {
  /** A login failed in this flow. */
  count(flow: FlowId, application: number): void
  /** A login page was asked: whether it failed is not visible, but people do not try as often. */
  countForm(flow: FlowId): void
}

/** The limit that a report rests on. */
interface Limit {
  readonly count: number
  readonly spanSeconds: number
}

export function failedLogins(
  traffic: Traffic,
  settings: LoginSettings,
  reporter: LoginReporter,
): FailedLogins {
  const { forgetAfterSeconds, sshConnectionCountMin } = settings
  const bounds = { traffic, countMax: attemptCountMax, forgetAfterSeconds }
  const failures = new TrackerTable({ ...bounds, tracker: LoginAttempts })
  const forms = new TrackerTable({ ...bounds, tracker: LoginAttempts })
  const limits: readonly Limit[] = [
    { count: settings.fastCountMin, spanSeconds: settings.fastSpanSeconds },
    { count: settings.countMin, spanSeconds: settings.spanSeconds },
    { count: settings.slowCountMin, spanSeconds: settings.slowSpanSeconds },
  ]
  const formLimit = { count: settings.formCountMin, spanSeconds: settings.formSpanSeconds }

  function judge(attempts: LoginAttempts, ...any: readonly Limit[]): void {
    const limit = any.find(
      ({ count, spanSeconds }) => attempts.countWithin(traffic.timeUs, spanSeconds) >= count,
    )
    if (limit && attempts.hasDoubled(attempts.count, limit.count)) report(attempts, limit)
  }

  function report(attempts: LoginAttempts, limit: Limit): void {
    const { count, application, seconds } = attempts
    const stated = aboutService(traffic, attempts)
    reporter.emit({
      restate: () => report(attempts, limit),
      ...stated,
      kind: 'login_guessing',
      severity: severityOf(count, settings.levels),
      score: Math.max(0.6, growthScore(count, settings.countMin)),
      confidence: application === Application.http ? 0.7 : 0.85,
      values: {
        logins: counted(count, 'login'),
        service: stated.targetGroup,
        protocol: applicationNames[application]!.toUpperCase(),
        outcome: limit === formLimit ? '' : ' without success',
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

  return {
    count(flow, application) {
      const attempts = failures.open(serviceKey(traffic, flow))
      attempts.application = application
      attempts.evidence.addFlow(traffic, flow)
      attempts.add(traffic.timeUs)
      attempts.connect(traffic.flows.firstUs(flow))
      const isSsh = application === Application.ssh
      if (isSsh && attempts.connectionCount < sshConnectionCountMin) return
      judge(attempts, ...limits)
    },
    countForm(flow) {
      const attempts = forms.open(serviceKey(traffic, flow))
      attempts.application = Application.http
      attempts.evidence.addPacket(traffic)
      attempts.add(traffic.timeUs)
      judge(attempts, formLimit)
    },
  }
}
