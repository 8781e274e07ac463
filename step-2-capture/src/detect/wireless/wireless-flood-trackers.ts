import { type HostId, noHost } from '../../flow/host-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { PeriodTracker } from '../track/period-tracker.ts'

/** Clocks of access points that are known at once: of a real one each beacon bears a new value. */
export const clockCountMax = 64

/** Frames that end connections with one access point, in the current period. */
export class Leaving extends PeriodTracker {
  count = 0
  /** In whose name the first of them came, and for whom. */
  sender = noHost
  receiver = noHost
  subtype = 0

  protected override startPeriod(): void {
    this.count = 0
    this.sender = noHost
  }
}

/** Stations that asked one access point in the current period. */
export class Joining extends PeriodTracker {
  stations = new DistinctCounter()
  /** The addresses are invented, so one stands for the device that sends them all. */
  named: HostId = noHost

  protected override startPeriod(): void {
    this.stations = new DistinctCounter()
  }
}

/** Access points that announced themselves in the current period, and how many had one clock. */
export class Announcing extends PeriodTracker {
  accessPoints = new DistinctCounter()
  sameClock = new DistinctCounter()
  readonly clocks = new BoundedMap<number, DistinctCounter>({ countMax: clockCountMax })
  named: HostId = noHost
  everyone: HostId = noHost

  protected override startPeriod(): void {
    this.accessPoints = new DistinctCounter()
    this.sameClock = new DistinctCounter()
  }

  /** @param device, clock Hashes of the access point and of what its clock says. */
  addClock(device: number, clock: number): void {
    const devices = this.clocks.get(clock) ?? new DistinctCounter()
    devices.add(device)
    this.clocks.renew(clock, devices)
    if (devices.count > this.sameClock.count) this.sameClock = devices
  }
}
