import type { Exercise } from '../exercise.ts'

export const tickBuffer: Exercise = {
  id: 'tick-buffer',
  step: 4,
  title: 'The buffer between the engine and a browser',
  minutes: 25,
  package: 'step-4-dashboard',
  file: 'live/tick-buffer.ts',
  tests: ['src/live/tick-buffer.test.ts'],
  hints: [
    'Four private fields: the newest status, the newest statistics, a list of rows, and a Map of alert events by alert_id. A Map keeps the order in which its keys were first set.',
    'event.name tells the four kinds apart, and TypeScript knows the type of event.data behind each comparison. rows.slice(-packetRowsPerTickMax) keeps the newest.',
    'For an alert that waits already: set its id again with the new data, and as new_alert where either of the two events is one. For a further one: only while the Map has less than alertsPerTickMax entries.',
    'take: build the list, then empty all four fields. Hand out the rows themselves, and start a new array instead of emptying the old one, which the receiver holds now.',
  ],
  mistakes: [
    {
      mistake: 'keeps what was taken',
      in: 'this.#alerts.clear()',
      by: '',
      caughtBy: 'sends an alert once, and is empty afterwards',
    },
    {
      mistake: 'keeps the status that was taken',
      in: 'this.#status = undefined\n',
      by: '',
      caughtBy: 'keeps the newest status and statistics, and is empty when they are taken',
    },
    {
      mistake: 'keeps the oldest rows',
      in: '.slice(-packetRowsPerTickMax)',
      by: '.slice(0, packetRowsPerTickMax)',
      caughtBy: 'keeps the newest packets, in their order, up to its limit',
    },
    {
      mistake: 'sends one row a tick',
      in: 'export const packetRowsPerTickMax = 50',
      by: 'export const packetRowsPerTickMax = 1',
      caughtBy: 'shows 50 packets a tick, and 100 alerts',
    },
    {
      mistake: 'grows with every row that comes',
      in: '[...this.#packets, ...rows].slice(-packetRowsPerTickMax)',
      by: '[...this.#packets, ...rows]',
      caughtBy: 'keeps the newest packets, in their order, up to its limit',
    },
    {
      mistake: 'calls a new alert an update when it grows within the tick',
      in: '{ name, data: event.data }',
      by: 'event',
      caughtBy: 'tells of an alert once, as it is now, and as new when it was new in this tick',
    },
    {
      mistake: 'calls an alert that came back an update, because one came before',
      in: "known?.name === 'new_alert' ? known.name : event.name",
      by: 'known ? known.name : event.name',
      caughtBy: 'tells of an alert as new when it came back after an update in this tick',
    },
    {
      mistake: 'sends an alert as it was when it came first',
      in: 'if (known) this.#alerts.set(id, { name, data: event.data })',
      by: 'if (known) return',
      caughtBy: 'tells of an alert once, as it is now, and as new when it was new in this tick',
    },
    {
      mistake: 'grows in a flood of alerts',
      in: 'else if (this.#alerts.size < alertsPerTickMax) this.#alerts.set(id, event)',
      by: 'else this.#alerts.set(id, event)',
      caughtBy: 'does not grow in a flood of alerts',
    },
    {
      mistake: 'is empty while only packets wait',
      in: ' && !this.#packets.length',
      by: '',
      caughtBy: 'is not empty while anything waits, whatever it is',
    },
  ],
}
