import { randomUUID } from 'node:crypto'
import type { Detection, Severity } from 'step-2-capture'
import type { AlertStore } from '../alert/alert-store.ts'
import type { AlertWriter } from '../alert/alert-writer.ts'
import { alertIdOf, groupKey } from '../alert/group-key.ts'
import type { ConfigService } from '../config/config-service.ts'
import { type Channel, DeliveryError, type Notification } from './channel/channel.ts'
import { testKind } from './notification-policy.ts'

/** A person waits for the answer, so a test gives up sooner than a delivery. */
const testMsMax = 10_000

export interface TestAlertContext {
  readonly alerts: AlertStore
  readonly writer: AlertWriter
  readonly config: ConfigService
  readonly now: () => Date
}

export interface TestAlertRequest {
  readonly severity: Severity
  readonly message: string
  /** Those that are switched on, when it is left out. */
  readonly channels?: readonly string[] | undefined
}

export interface ChannelResult {
  readonly channel: string
  readonly status: 'sent' | 'failed'
  readonly error: string | null
}

/** Keeps an alert that is marked as a test, and delivers it at once, without retries. */
export async function sendTestAlert(
  { alerts, writer, config, now }: TestAlertContext,
  { severity, message, channels: asked }: TestAlertRequest,
): Promise<{ alertId: string; results: ChannelResult[] }> {
  const detection = testDetection(severity, message, now())
  const alertId = alertIdOf(groupKey(detection))
  writer.take([detection], `test-${detection.detection_id}`)
  await writer.caughtUp()
  const alert = (await alerts.get(alertId)) ?? null
  const { channels } = config.current
  const notification = { kind: 'test', severity, title: message, alert, heldCount: 0 } as const
  const names = asked ?? config.channels.enabled(channels)
  const results = [...new Set(names)].map(async (name): Promise<ChannelResult> => {
    const channel = config.channels.open(name, channels, now)
    const error = channel ? await failureOf(channel, notification) : 'there is no such channel'
    return { channel: name, status: error === null ? 'sent' : 'failed', error }
  })
  return { alertId, results: await Promise.all(results) }
}

async function failureOf(channel: Channel, notification: Notification): Promise<string | null> {
  return await channel.deliver(notification, AbortSignal.timeout(testMsMax)).then(
    () => null,
    (error: unknown) => {
      if (!(error instanceof DeliveryError)) throw error
      return error.message
    },
  )
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
    recommendation: 'Nothing: this is a test of the channels.',
    reasons: [],
    evidence: [],
    community_id: null,
    capture: { source: 'simulate', name: 'test-alert' },
    raw_score: null,
    threshold: null,
    model_version: null,
  }
}
