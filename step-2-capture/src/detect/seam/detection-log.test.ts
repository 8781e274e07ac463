import { describe, expect, it } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { communityId } from '../../flow/community-id.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { noHost } from '../../flow/host-rows.ts'
import type { DetectionDraft } from './detection-draft.ts'
import type { Traffic } from './emitting-traffic.ts'
import type { TrafficObserver } from './observer.ts'

/** States something about each packet with payload, or at the end; `change` says what is different. */
function stating(
  moment: 'onPayload' | 'onEnd',
  change: (draft: DetectionDraft) => Partial<DetectionDraft> = () => ({}),
): (traffic: Traffic) => TrafficObserver {
  return (traffic: Traffic) => ({
    name: 'test',
    [moment]: () => {
      const flow = 0 as FlowId
      const draft = {
        detector: 'test',
        kind: { kind: 'test', technique: null, recommendation: '' },
        severity: 'low',
        score: 0.5,
        confidence: 0.5,
        source: traffic.flows.originator(flow),
        target: traffic.flows.responder(flow),
        firstUs: 0,
        title: '',
        reasons: [],
        evidence: [],
      } as const
      traffic.emit({ ...draft, ...change(draft) })
    },
  })
}

const script = new TrafficScript().udp('192.0.2.1:5000', '192.0.2.2:53')
const id = communityId({
  protocol: 17,
  source: '192.0.2.1',
  destination: '192.0.2.2',
  sourcePort: 5000,
  destinationPort: 53,
})

describe('DetectionLog', () => {
  it('names the flow at hand where it is between the accused and the target', () => {
    expect(script.detect(stating('onPayload'))).toMatchObject([{ community_id: id }])
    const swapped = stating('onPayload', ({ source, target }) => ({
      source: target ?? noHost,
      target: source,
    }))
    expect(script.detect(swapped)).toMatchObject([{ community_id: id }])
  })

  it('names no flow where there is no one target, or the flow at hand is of others', () => {
    const many = stating('onPayload', () => ({ target: null }))
    expect(script.detect(many)).toMatchObject([{ community_id: null }])
    const other = stating('onPayload', ({ target }) => ({ source: target ?? noHost }))
    expect(script.detect(other)).toMatchObject([{ community_id: null }])
  })

  it('names no flow for what time alone completes, unless the detector knows it', () => {
    expect(script.detect(stating('onEnd'))).toMatchObject([{ community_id: null }])
    const knowing = stating('onEnd', () => ({ flow: 0 as FlowId }))
    expect(script.detect(knowing)).toMatchObject([{ community_id: id }])
  })
})
