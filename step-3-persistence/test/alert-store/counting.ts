import { severities } from 'step-2-capture'
import { describe, expect, it } from 'vitest'
import { alertStatuses } from '../../src/alert/alert.ts'
import type { AlertFilter } from '../../src/alert/alert-filter.ts'
import { makeDetection, manySources } from '../detections.ts'
import { later, now, type StoreUnderTest } from './store-under-test.ts'

/** How many there are, which a store may know without looking at each. */
export function countingContract(store: StoreUnderTest): void {
  describe('counting', () => {
    const kinds = ['port_scan', 'beaconing']
    const filters: readonly AlertFilter[] = [
      {},
      ...severities.map((one) => ({ severity: [one] })),
      ...alertStatuses.map((one) => ({ status: [one] })),
      ...kinds.map((one) => ({ kind: [one] })),
      { technique: ['T1046'] },
      { capture_source: ['pcap'], capture_name: 'scan.pcap' },
      { severity: ['high'], status: ['new', 'resolved'], kind: ['port_scan'] },
      { none: [{ kind: ['port_scan'] }, { status: ['new'] }] },
      { all: [[{ kind: ['beaconing'] }, { severity: ['high'] }]] },
      { suppressed: false },
      { kind: ['port_scan'], target_port: 22 },
    ]
    const expectCountsOfLists = async () => {
      for (const filter of filters) {
        const { alerts } = await store.list(filter)
        expect(await store.alerts.count(filter), JSON.stringify(filter)).toBe(alerts.length)
      }
    }

    it('says of each filter how many its list shows, whatever became of the alerts', async () => {
      await store.merge(manySources(6, { severity: 'low', target_port: 22 }))
      const beacons = manySources(4, { kind: 'beaconing', technique: null, severity: 'medium' })
      await store.merge(beacons, 'run-2')
      await expectCountsOfLists()
      const [first, second] = (await store.list({ kind: ['beaconing'] })).alerts
      if (!first || !second) throw new Error('there are no beacons')
      await store.decide(first, 'false_positive', now)
      await store.decide(second, 'resolved')
      await store.merge([
        makeDetection({ detection_id: 'graver', source: '10.0.0.1', severity: 'high' }),
      ])
      await expectCountsOfLists()
      const limits = { decidedBefore: later, untouchedBefore: new Date(0), alertCountMax: 1_000 }
      expect(await store.alerts.prune(limits)).toBe(1)
      await expectCountsOfLists()
    })
  })
}
