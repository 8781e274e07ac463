import { rogueAccessPoint, twinCountMax } from '../../src/detect/wireless/rogue-access-point.ts'
import { accessPointCountMax, wirelessFlood } from '../../src/detect/wireless/wireless-flood.ts'
import { AirScript } from '../air-script.ts'
import type { Capacity } from '../tracker-capacity.ts'
import type { TrafficScript } from '../traffic-script.ts'

/** What an event does in the air; the script is one of Wi-Fi, for `before` makes it so. */
const inAir =
  (act: (script: AirScript, i: number, serial: number) => void): Capacity['event'] =>
  (script: TrafficScript, i, serial) => {
    if (script instanceof AirScript) act(script, i, serial)
  }

export const capacities: readonly Capacity[] = [
  {
    of: 'access points that are left',
    detector: wirelessFlood.with({ leavingCountMin: 2 }),
    countMax: accessPointCountMax,
    before: () => new AirScript(),
    event: inAir((script, i) => script.leave({ from: 10 + i, to: 2 })),
  },
  {
    of: 'access points that answer',
    detector: rogueAccessPoint.with({ nameCountMin: 2 }),
    countMax: twinCountMax,
    before: () => new AirScript(),
    event: inAir((script, i, serial) => script.answer(10 + i, 2, `net-${serial}`)),
  },
]
