import { severities } from 'step-2-capture'
import { expect, it } from 'vitest'
import { alert as alertSchema } from '../alert/alert.ts'
import { alertExample } from '../alert/alert-example.ts'
import type { AlertQuery } from '../alert/alert-filter.ts'
import type { AlertPage } from '../alert/alert-store.ts'
import { severityOfPoints } from '../alert/severity-band.ts'
import { scoreSeverity } from '../alert/severity-score.ts'
import { type DescribedAlert, kindCountMax, kindsOf } from './alert-features.ts'
import { logitOf, trainLogistic } from './logistic-regression.ts'
import { foldCountMax, judgeLeftOut } from './measure-second-stage.ts'
import { decisionCountMax, readDecisions } from './read-decisions.ts'
import {
  type Decision,
  decisionPoints,
  decisionPointsMax,
  trainSecondStage,
} from './second-stage.ts'

const alert: Decision['alert'] = {
  kind: 'port_scan',
  family: 'behaviour',
  detected: 'medium',
  score: 0.8,
  confidence: 0.9,
  count: 1,
  detectors: ['port_scan'],
  target_port: null,
  first_seen_epoch: 0,
  last_seen_epoch: 8,
  severity_score: 49,
}

/** As many decisions of each class as said, confirmed ones of one kind and others of another. */
function decisions(each: number): Decision[] {
  return Array.from({ length: 2 * each }, (_, index) => ({
    alert: { ...alert, kind: index % 2 === 0 ? 'port_scan' : 'beaconing' },
    isConfirmed: index % 2 === 0,
    group: `host ${index}`,
  }))
}

it('finds weights at which the penalised likelihood has no slope left', () => {
  const examples = [0, 0.2, 0.3, 0.5, 0.6, 0.9, 1].map((value, index) => ({
    features: [value, index % 2],
    isPositive: [false, false, true, false, true, true, true][index] === true,
  }))
  const model = trainLogistic(examples)
  const errors = examples.map(({ features, isPositive }) => {
    return 1 / (1 + Math.exp(-logitOf(model, features))) - Number(isPositive)
  })
  const slope = (column: number) =>
    errors.reduce((sum, error, row) => sum + error * (examples[row]?.features[column] ?? 0), 0)
  expect(errors.reduce((sum, error) => sum + error, 0)).toBeCloseTo(0, 6)
  expect(slope(0) + (model.weights[0] ?? 0)).toBeCloseTo(0, 6)
  expect(slope(1) + (model.weights[1] ?? 0)).toBeCloseTo(0, 6)
})

it('moves an alert by one band at most, however many decisions there are', () => {
  const model = trainSecondStage(decisions(500))
  expect(decisionPoints(model, alert)).toBe(decisionPointsMax)
  expect(decisionPoints(model, { ...alert, kind: 'beaconing' })).toBe(-decisionPointsMax)
})

it('moves an alert of a kind that was never decided by little', () => {
  const model = trainSecondStage(decisions(20))
  expect(Math.abs(decisionPoints(model, { ...alert, kind: 'dns_tunnel' }))).toBeLessThan(5)
})

it('does not learn from the host that it judges', async () => {
  // A kind that one host alone has: only its own decisions could lower it.
  const own = Array.from({ length: 10 }, () => ({
    alert: { ...alert, kind: 'arp_spoofing', severity_score: 60 },
    isConfirmed: false,
    group: 'one host',
  }))
  const all = [...decisions(20), ...own]
  expect(decisionPoints(trainSecondStage(all), { ...alert, kind: 'arp_spoofing' })).toBeLessThan(
    -10,
  )
  const judged = (await judgeLeftOut(all)).judged.filter(({ before }) => before === 60)
  expect(judged).toHaveLength(10)
  for (const { after } of judged) expect(Math.abs(after - 60)).toBeLessThan(5)
})

it('leaves out many groups in as many folds as there may be', async () => {
  expect((await judgeLeftOut(decisions(foldCountMax))).folds).toBe(foldCountMax)
})

it('gives weights of their own to as many kinds as there may be', () => {
  const many = Array.from(
    { length: 2 * (kindCountMax + 1) },
    (_, index): DescribedAlert => ({ ...alert, kind: `kind ${index >> 1}` }),
  )
  expect(kindsOf(many)).toHaveLength(kindCountMax)
})

it('reads as many of the newest decisions as there may be', async () => {
  const resolved = alertSchema.parse({ ...alertExample, status: 'resolved' })
  const endless = {
    list: async ({ limit }: AlertQuery): Promise<AlertPage> => ({
      alerts: Array.from({ length: limit }, () => resolved),
      next: { value: 0, alert_id: alertExample.alert_id },
    }),
  }
  expect(await readDecisions(endless)).toHaveLength(decisionCountMax)
})

it('has the bands of the severity score', () => {
  for (const detected of severities) {
    const { points, severity } = scoreSeverity({
      detected,
      score: 0.5,
      confidence: 0.5,
      count: 1,
      detectorCount: 1,
    })
    expect(severityOfPoints(points)).toBe(severity)
  }
})
