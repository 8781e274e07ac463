import { addresses, limit, type SettingsOf, seconds, share } from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'
import { techniques } from '../seam/techniques.ts'

export const beaconKinds = [
  {
    id: 'beaconing',
    title:
      '{source} called {service} {count} times in {span}, every {gap} s, ' +
      '{regular} % regular (threshold: {limit} %)',
    technique: techniques.T1071,
    recommend:
      'Find the program on the source that makes these calls. If it is an updater or a monitor, ' +
      'add its destination to beaconing.allow; if it is unknown, isolate the source.',
  },
] as const

export const beaconOptions = {
  connectionCountMin: limit(10, {
    about:
      'Connections, requests or datagrams to one service before it is judged; those within gapSecondsMin are one',
    unit: 'connections',
    source: 'RITA takes 4 of a day',
  }),
  namedCountMin: limit(20, {
    about: 'The same for medium severity where a DNS answer gave out the address, as for updates',
    unit: 'calls',
  }),
  unnamedCountMin: limit(30, {
    about:
      'The same where none did and it is neither HTTP nor TLS: a device may have it from its first server',
    unit: 'calls',
  }),
  namedGapSecondsMin: seconds(10, {
    about:
      'Time between two calls from which a service that was asked for by name is of medium severity',
  }),
  namedJitterMax: share(0.13, {
    about: 'Median deviation of the gaps, as a share of their median, for the same',
  }),
  gapJitterMax: share(0.3, {
    about: 'Median deviation of the gaps, as a share of their median',
  }),
  sizeJitterMax: share(0.1, {
    about: 'Median deviation of the sizes, as a share of their median',
  }),
  scoreMin: share(0.85, { about: 'Score from which it is a beacon', source: 'RITA' }),
  pollCountMin: limit(30, {
    about:
      'Requests for a few targets, which no page led to, after which their pace may vary: agents draw it anew each time',
    unit: 'calls',
  }),
  pollTargetCountMax: limit(8, { about: 'Different targets of such requests', unit: 'targets' }),
  gapSecondsMin: seconds(1, {
    about: 'Median gap between two calls: what is faster is a program at work',
  }),
  allow: addresses({
    about: 'Destinations that may be polled: monitoring, updates, the cloud of a device',
  }),
}

export type BeaconSettings = SettingsOf<typeof beaconOptions>
export type BeaconReporter = Reporter<(typeof beaconKinds)[number]>
