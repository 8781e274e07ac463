/** The events as the server describes them; only types cross from there to here. */
export type { Timeline } from 'step-3-persistence'
export type { LiveEvent, LiveStatus } from '../../../src/live/live-event.ts'
export type { Snapshot } from '../../../src/live/live-hub.ts'
export type { TrafficPoint } from '../../../src/live/traffic-history.ts'
