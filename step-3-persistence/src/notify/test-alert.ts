import { randomUUID } from 'node:crypto'
import type { Detection, Severity } from 'step-2-capture'
import type { Alert } from '../alert/alert.ts'
import type { AlertKeeper } from '../alert/alert-keeper.ts'
import type { AlertStore } from '../alert/alert-store.ts'
import { alertIdOf, groupKey } from '../alert/group-key.ts'
import type { ConfigKeeper } from '../config/config-keeper.ts'
import { type ChannelName, channelNames, DeliveryError } from './channel.ts'
import { openChannel } from './channels.ts'
import { testKind } from './notifier.ts'

/** A person waits for the answer, so a test gives up sooner than a delivery. */
const testMsMax = 10_000

export interface TestAlertContext {
  readonly alerts: AlertStore
  readonly keeper: AlertKeeper
  readonly config: ConfigKeeper
  readonly now: () => Date
}

export interface TestAlertRequest {
  readonly severity: Severity
  readonly message: string
  /** Those that are switched on, when it is left out. */
  readonly channels?: readonly ChannelName[] | undefined
}

export interface ChannelResult {
  readonly channel: ChannelName
  readonly status: 'sent' | 'failed'
  readonly error: string | null
}

/** Keeps an alert that is marked as a test, and delivers it at once, without retries. */
export async function sendTestAlert(
  { alerts, keeper, config, now }: TestAlertContext,
  { severity, message, channels: asked }: TestAlertRequest,
): Promise<{ alertId: string; results: ChannelResult[] }> {
  const detection = testDetection(severity, message, now())
  const alertId = alertIdOf(groupKey(detection))
  keeper.take([detection], `test-${detection.detection_id}`)
  await keeper.caughtUp()
  const alert = (await alerts.get(alertId)) ?? null
  const { channels } = config.current
  const names = asked ?? channelNames.filter((name) => channels[name].enabled)
  const results = await Promise.all(
    [...new Set(names)].map((name) =>
      deliverOnce(openChannel(name, channels, now), alert, message),
    ),
  )
  return { alertId, results }

  async function deliverOnce(
    channel: ReturnType<typeof openChannel>,
    shown: Alert | null,
    title: string,
  ): Promise<ChannelResult> {
    const notification = { kind: 'test', severity, title, alert: shown, heldCount: 0 } as const
    return channel.deliver(notification, AbortSignal.timeout(testMsMax)).then(
      () => ({ channel: channel.name, status: 'sent', error: null }),
      (error: unknown) => {
        if (!(error instanceof DeliveryError)) throw error
        return { channel: channel.name, status: 'failed', error: error.message }
      },
    )
  }
}

/** Its source is an address for documentation (RFC 5737), its capture says that nothing is real. */
function testDetection(severity: Severity, message: string, now: Date): Detection {
  const id = randomUUID()
  const epoch = now.getTime() / 1000
  return {
    detection_id: id,
    revision: 1,
    family: 'behaviour',
    sensor: 'test',
    detector: 'test',
    kind: testKind,
    severity,
    score: 1,
    confidence: 1,
    source: '192.0.2.1',
    target: null,
    target_port: null,
    target_group: id,
    first_seen: now.toISOString(),
    last_seen: now.toISOString(),
    first_seen_epoch: epoch,
    last_seen_epoch: epoch,
    title: message,
    technique: null,
    recommendation: 'Nothing: somebody is testing the channels.',
    reasons: [],
    evidence: [],
    community_id: null,
    capture: { source: 'simulate', name: 'test-alert' },
    raw_score: null,
    threshold: null,
    model_version: null,
  }
}
