import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { defineDetector } from './detector.ts'
import { allowSources, allowTargets } from './option.ts'
import type { DetectionHandle } from './reporter.ts'

/** States each flow at its start, and again at its end. */
const detector = defineDetector({
  name: 'every_flow',
  family: 'behaviour',
  about: 'Every flow.',
  kinds: [{ id: 'flow', title: '{source} to {target}', technique: null, recommend: 'Nothing.' }],
  options: { allow: allowSources('Clients'), allowTo: allowTargets('Servers') },
  watch({ flows }, _, reporter) {
    const handles = new Map<number, DetectionHandle>()
    const statement = (flow: Parameters<typeof flows.originator>[0], score: number) => ({
      kind: 'flow' as const,
      severity: 'info' as const,
      score,
      confidence: 1,
      source: flows.originator(flow),
      target: flows.responder(flow),
      firstUs: 0,
      values: {},
      reasons: [],
      evidence: [],
    })
    return {
      onFlowStart: (flow) => void handles.set(flow, reporter.emit(statement(flow, 0))),
      onFlowEnd: (flow) => {
        const handle = handles.get(flow)
        if (handle) reporter.update(handle, statement(flow, 1))
      },
    }
  },
})

const titlesWith = (settings: Parameters<typeof detector.with>[0]) =>
  new TrafficScript()
    .udp('10.0.0.5:5000', '10.0.0.9:53')
    .udp('10.0.0.6:5000', '10.0.1.9:53')
    .detect(detector.with(settings))
    .map(({ title, revision }) => `${revision}: ${title}`)

const [first, second] = ['10.0.0.5 to 10.0.0.9', '10.0.0.6 to 10.0.1.9']
const all = [`1: ${first}`, `1: ${second}`, `2: ${first}`, `2: ${second}`]

test.each([
  ['nothing', {}, all],
  ['a source', { allow: ['10.0.0.5'] }, [`1: ${second}`, `2: ${second}`]],
  ['a network of targets', { allowTo: ['10.0.1.0/24'] }, [`1: ${first}`, `2: ${first}`]],
  ['a source in the list of targets', { allowTo: ['10.0.0.5'] }, all],
  ['a target in the list of sources', { allow: ['10.0.0.9'] }, all],
])('where %s is allowed, the others are stated and updated', (_, settings, titles) => {
  expect(titlesWith(settings)).toEqual(titles)
})
