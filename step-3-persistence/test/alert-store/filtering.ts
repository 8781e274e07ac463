import { describe, expect, it } from 'vitest'
import type { AlertFilter } from '../../src/alert/alert-filter.ts'
import { makeDetection } from '../detections.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** Every filter, and that texts from outside are only ever texts. */
export function filteringContract(store: StoreUnderTest): void {
  describe('filtering', () => {
    const scan = { capture: { source: 'live', name: 'eth0' } } as const
    const detections = [
      makeDetection({ detection_id: '1', source: '10.0.0.5', kind: 'port_scan', ...scan }),
      makeDetection({
        detection_id: '2',
        source: '192.168.7.1',
        target: '10.0.0.5',
        target_port: 22,
        target_group: 'ssh',
        kind: 'brute_force',
        severity: 'critical',
        score: 0.99,
        confidence: 0.5,
        technique: { id: 'T1110', name: 'Brute Force', tactic: 'Credential Access' },
        detector: 'logins',
        title: '100%_sure: GUESSING passwörter \\o/',
        first_seen_epoch: 1_000_000_000,
      }),
      makeDetection({
        detection_id: '3',
        source: '2001:db8::1',
        target: null,
        kind: 'beacon',
        severity: 'low',
        technique: null,
        detector: 'isolation-forest',
        model_version: 'm1',
        threshold: 0.9,
        score: 0.95,
        capture: { source: 'simulate', name: 'beacon' },
      }),
      makeDetection({ detection_id: '4', source: 'aa:bb:cc:dd:ee:ff', kind: 'arp_spoofing' }),
    ]
    const [five, guesser, beacon, spoofer] = detections.map((one) => one.source)

    it.each<[string, AlertFilter, (string | undefined)[]]>([
      ['nothing', {}, [five, guesser, beacon, spoofer]],
      ['status', { status: ['new'] }, [five, guesser, beacon, spoofer]],
      ['another status', { status: ['resolved', 'escalated'] }, []],
      ['severities', { severity: ['low', 'critical'] }, [guesser, beacon]],
      ['kinds', { kind: ['beacon', 'port_scan'] }, [five, beacon]],
      ['a detector', { detector: ['logins'] }, [guesser]],
      ['a part of a detector', { detector: ['login'] }, []],
      ['a detector in another case', { detector: ['LOGINS'] }, []],
      ['a wildcard for a detector', { detector: ['%', '_______'] }, []],
      ['an address', { source: ['10.0.0.5'] }, [five]],
      ['a block', { source: ['10.0.0.0/8', '192.168.0.0/16'] }, [five, guesser]],
      ['everything', { source: ['0.0.0.0/0'] }, [five, guesser]],
      ['an IPv6 address otherwise spelt', { source: ['2001:DB8:0:0::0001'] }, [beacon]],
      ['an IPv6 block', { source: ['2001:db8::/32'] }, [beacon]],
      ['a MAC address', { source: ['aa:bb:cc:dd:ee:ff'] }, [spoofer]],
      ['a target', { target: ['10.0.0.0/29'] }, [guesser]],
      [
        'one filter of each group',
        { all: [[{ kind: ['beacon'] }, { target_port: 22 }]] },
        [guesser, beacon],
      ],
      ['every group', { all: [[{ severity: ['critical'] }], [{ kind: ['beacon'] }]] }, []],
      [
        'none of some, also where a value is missing',
        { none: [{ target: ['10.0.0.5'] }] },
        [five, beacon, spoofer],
      ],
      ['either end', { host: ['10.0.0.5'] }, [five, guesser]],
      ['a port', { target_port: 22 }, [guesser]],
      ['a target group', { target_group: 'ssh' }, [guesser]],
      ['a technique', { technique: ['T1110'] }, [guesser]],
      ['a capture source', { capture_source: ['simulate', 'live'] }, [five, beacon]],
      ['a capture', { capture_name: 'eth0' }, [five]],
      ['a model', { model_version: 'm1' }, [beacon]],
      ['a least score', { min_score: 0.95 }, [guesser, beacon]],
      ['least points', { min_severity_score: 100 }, []],
      ['a least confidence', { min_confidence: 0.51 }, [five, beacon, spoofer]],
      ['a least count', { min_count: 2 }, []],
      ['a time before', { to: 1_000_000_000 }, [guesser]],
      ['a time in the middle', { from: 1_000_000_004, to: 1_000_000_005 }, [guesser]],
      ['a time after', { from: 1_000_000_009 }, [five, beacon, spoofer]],
      ['words in any case', { q: 'guessing PASSWÖRTER' }, [guesser]],
      ['words of the technique', { q: 't1110 brute' }, [guesser]],
      ['words that are not all there', { q: 'guessing beacon' }, []],
      ['a percent sign as it is', { q: '100%_sure' }, [guesser]],
      ['no wildcard', { q: '1%sure' }, []],
      ['no single-letter wildcard', { q: 'gu_ssing' }, []],
      ['a backslash as it is', { q: '\\o/' }, [guesser]],
      ['quotes and comments', { q: '\' or 1=1 -- "' }, []],
      ['several fields at once', { kind: ['port_scan'], severity: ['medium'], q: '212' }, [five]],
      ['__proto__', { kind: ['__proto__'], q: '__proto__' }, []],
    ])('finds by %s', async (_, filter, expected) => {
      await store.merge(detections)
      expect(await store.sourcesOf(filter)).toEqual([...expected].sort())
      expect(await store.alerts.count(filter)).toBe(expected.length)
    })
  })
}
