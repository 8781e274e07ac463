import { describe, expect, it } from 'vitest'
import { makeStatus } from '../../../test/live-parts.ts'
import { describeRun } from './describe-run.ts'

const samples = new Set(['port-scan'])

describe('describeRun', () => {
  it.each([
    ['live', 'eth0', 'LIVE', 'Capturing on'],
    ['pcap', 'port-scan.pcap.gz', 'SAMPLE', 'Replaying'],
    ['pcap', 'office.pcap', 'FILE', 'Replaying'],
    ['simulate', 'office', 'SIMULATED', 'Simulating'],
  ] as const)('says whose traffic %s %s is', (kind, name, origin, doing) => {
    const status = makeStatus({ source: { kind, name } })
    expect(describeRun(status, samples)).toEqual({ origin, doing, name })
  })

  it('says so while nothing is known, and when nothing was captured', () => {
    expect(describeRun(null, samples).doing).toBe('Connecting …')
    const idle = makeStatus({ state: 'idle', source: null, run_id: null })
    expect(describeRun(idle, samples)).toMatchObject({
      origin: null,
      doing: 'Nothing captured yet',
    })
  })

  it('shows a file name that would write backwards', () => {
    const status = makeStatus({ state: 'done', source: { kind: 'pcap', name: 'a\u202eb.pcap' } })
    expect(describeRun(status, samples)).toMatchObject({
      doing: 'Finished',
      name: 'a\\u202eb.pcap',
    })
  })
})
