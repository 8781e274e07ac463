import { describe, expect, it } from 'vitest'
import { type Talk, talk, talker } from '../../../test/talk-detector.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { communityId } from '../../flow/community-id.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import { type Detector, defineDetector } from './detector.ts'
import type { Statement } from './reporter.ts'

type Stated = Pick<Statement, 'source' | 'target' | 'flow'>

/** A detector that states something about each packet with payload, or at the end. */
function stating(
  hook: 'onPayload' | 'onEnd',
  change: (stated: Stated) => Partial<Stated> = () => ({}),
): Detector {
  return defineDetector({
    name: 'test',
    family: 'behaviour',
    about: 'Each packet.',
    kinds: [{ id: 'test', title: 'a packet', technique: null, recommend: 'Nothing.' }],
    options: {},
    watch: ({ flows }, _settings, reporter) => ({
      [hook]: () => {
        const flow = 0 as FlowId
        const stated = { source: flows.originator(flow), target: flows.responder(flow) }
        reporter.emit({
          kind: 'test',
          severity: 'low',
          score: 0.5,
          confidence: 0.5,
          firstUs: 0,
          values: {},
          reasons: [],
          evidence: [],
          ...stated,
          ...change(stated),
        })
      },
    }),
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
  it('names the current flow where it is between source and target', () => {
    expect(script.detect(stating('onPayload'))).toMatchObject([{ community_id: id }])
    const swapped = stating('onPayload', ({ source, target }) => ({
      source: target ?? noHost,
      target: source,
    }))
    expect(script.detect(swapped)).toMatchObject([{ community_id: id }])
  })

  it('names no flow where there is no one target, or the current flow is of others', () => {
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

describe('an update', () => {
  it('is the next revision of the same detection, with what is known now', () => {
    const found = talk(3).detect(talker({}, { severity: 'high', score: 0.75 }))
    expect(found.map(({ revision }) => revision)).toEqual([1, 2, 3])
    expect(new Set(found.map(({ detection_id }) => detection_id)).size).toBe(1)
    expect(found.map(({ title }) => title)).toEqual([
      '192.0.2.1 said 1 things to 192.0.2.2',
      '192.0.2.1 said 2 things to 192.0.2.2',
      '192.0.2.1 said 3 things to 192.0.2.2',
    ])
    expect(found[2]).toMatchObject({ severity: 'high', score: 0.75, kind: 'talk' })
  })

  it('is no further detection', () => {
    const engine = talk(3).engine(talker({}, {}))
    expect(engine.detectionCount).toBe(1)
  })

  it('leaves the first time as it is, and moves the last one to now', () => {
    const found = talk(3).detect(talker({}, {}))
    const [first, second, third] = found.map(({ last_seen_epoch }) => last_seen_epoch)
    expect(new Set(found.map(({ first_seen }) => first_seen)).size).toBe(1)
    expect([(second ?? 0) - (first ?? 0), (third ?? 0) - (first ?? 0)]).toEqual([10, 20])
    expect(found[2]?.last_seen).toBe(new Date((third ?? 0) * 1000).toISOString())
  })

  it('takes nothing back: severity, score, confidence and span only grow', () => {
    const [first, second] = talk(2).detect(
      talker({ severity: 'info', score: 0.1, confidence: 0.2, firstUs: 9e15, lastUs: 0 }),
    )
    expect(second).toEqual({ ...first, revision: 2, title: second?.title })
  })

  it('stays about the same two and their flow, whatever it says', () => {
    const [first, second] = talk(2).detect(
      talker({ source: noHost, target: null, targetPort: 9, targetGroup: 'x' }),
    )
    expect(first).toMatchObject({ community_id: id, target_port: null })
    expect(second).toMatchObject({
      source: '192.0.2.1',
      target: '192.0.2.2',
      target_port: null,
      target_group: '192.0.2.2',
      community_id: id,
      title: '192.0.2.1 said 2 things to 192.0.2.2',
    })
  })

  it('cannot turn into another kind', () => {
    expect(() => talk(2).detect(talker({ kind: 'other' }))).toThrow('a talk cannot become a other')
  })

  it('marks packets bad for ten seconds from its last event on, not from now', () => {
    const startUs = (talk(1).records[0]?.timeSeconds ?? 0) * 1e6
    const badOf = (change: Partial<Talk>) => {
      const script = talk(2).udp('192.0.2.1:5001', '192.0.2.2:53')
      return script.engine(talker(change)).badCount
    }
    // The first packet is bad, the second as well: it comes ten seconds after the first.
    expect(badOf({ lastUs: startUs })).toBe(2)
    expect(badOf({ lastUs: startUs + 10e6 })).toBe(3)
    // An update about the past does not shorten the time of a longer one.
    const script = talk(2).udp('192.0.2.1:5001', '192.0.2.2:53')
    expect(script.engine(talker({}), talker({ lastUs: startUs })).badCount).toBe(3)
  })

  it('marks no host where the id of its host is another address by now', () => {
    const responder = 1 as HostId
    const script = talk(2).udp('192.0.2.2:5001', '192.0.2.3:53')
    const bad = (change: Partial<Talk>) => script.engine(talker(change)).badCount
    expect(bad({ source: responder })).toBe(2)
  })
})

describe('a statement that is no complete detection', () => {
  const run = (change: object) => script.detect(stating('onPayload', () => change))

  it('ends the run with what is wrong, and whose it is', () => {
    expect(() => run({ kind: 'other' })).toThrow('test declares no kind other; it declares test')
    expect(() => run({ severity: undefined })).toThrow(/^test stated a test that .+severity/)
    expect(() => run({ evidence: undefined })).toThrow(/^test stated a test that .+evidence/)
    expect(() => run({ score: 'high' })).toThrow(/^test stated a test that .+score/)
  })
})
