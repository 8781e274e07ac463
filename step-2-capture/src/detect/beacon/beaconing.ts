import { defineDetector } from '../seam/detector.ts'
import { beaconKinds, beaconOptions } from './beacon-options.ts'
import { BeaconWatch } from './beacon-watch.ts'

/** A program that reports in: calls to one service, of one size, at one pace. */
export const beaconing = defineDetector({
  name: 'beaconing',
  family: 'behaviour',
  about:
    'Connections, datagrams or requests to one service, of one size and at one pace: a program that ' +
    'reports in. Inside only datagrams, HTTP and TLS count, since much is polled there; a service ' +
    'that many hosts call is low.',
  kinds: beaconKinds,
  options: beaconOptions,
  watch: (traffic, settings, reporter) => new BeaconWatch(traffic, settings, reporter),
})
