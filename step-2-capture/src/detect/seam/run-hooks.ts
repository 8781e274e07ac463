import { isDeepStrictEqual } from 'node:util'
import { Layer } from '../../decode/frame.ts'
import type { HostWindows } from '../../features/host-windows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { dispatch } from './bound-hooks.ts'
import type { DetectionLog } from './detection-log.ts'
import type { Detector } from './detector.ts'
import { type EngineHooks, engineHooksOf } from './engine-hooks.ts'
import { FlowHooks } from './flow-hooks.ts'
import type { TrafficObserver } from './observer.ts'
import { PayloadHooks } from './payload-hooks.ts'

/** What few packets hold, so that most cost one look. */
export const seldomLayers = Layer.icmp | Layer.icmpv6 | Layer.wirelessManagement

export interface RunHooksOptions {
  readonly traffic: Traffic
  readonly log: DetectionLog
  readonly detectors: readonly Detector[]
  /** Logs and views, which come after the detectors and stay. */
  readonly views: readonly TrafficObserver[]
}

/** What watches a run, an observer for each detector and then the views; and whom each hook calls. */
export class RunHooks {
  engine!: EngineHooks
  flow!: FlowHooks
  payload!: PayloadHooks
  readonly #options: RunHooksOptions
  #windows: HostWindows | null = null
  #watching: readonly { readonly detector: Detector; readonly observer: TrafficObserver }[] = []

  constructor(options: RunHooksOptions) {
    this.#options = options
    this.exchange(options.detectors)
  }

  /** Whether an observer is shown the windows of hosts; otherwise they need not be counted. */
  get wantWindows(): boolean {
    return this.engine.onWindow.length > 0
  }

  /** Sets what counts the windows of hosts, before the first packet. */
  count(windows: HostWindows | null): void {
    this.#windows = windows
    this.#connect()
  }

  /** Sets the detectors that watch from now on. One whose settings and model are the same keeps its state. */
  exchange(detectors: readonly Detector[]): void {
    const { traffic, log } = this.#options
    const former = this.#watching
    for (const { detector } of former) {
      if (!detectors.some((next) => isSame(detector, next))) log.dismiss(detector)
    }
    this.#watching = detectors.map((detector) => {
      const kept = former.find((one) => isSame(one.detector, detector))
      return kept ?? { detector, observer: detector.observe(traffic, log.reporterOf(detector)) }
    })
    this.#connect()
  }

  /** An IP packet that holds one of `seldomLayers`: a sensor sends frames of Wi-Fi on over IP. */
  seeSeldom(layers: number): void {
    if (layers & (Layer.icmp | Layer.icmpv6)) dispatch(this.engine.onIcmp)
    if (layers & Layer.wirelessManagement) this.#seeWireless()
  }

  /** A packet without IP that is no ARP of Ethernet; says whether a hook is there for its protocol. */
  seeLink(layers: number): boolean {
    if (layers & Layer.arp) return true
    if (layers & Layer.wirelessManagement) {
      this.#seeWireless()
      return true
    }
    dispatch(this.engine.onLink)
    return false
  }

  #seeWireless(): void {
    const { wireless, packet, frame } = this.#options.traffic
    wireless.read(packet, frame)
    dispatch(this.engine.onWireless)
  }

  #connect(): void {
    const { traffic, views } = this.#options
    const observers = [...this.#watching.map(({ observer }) => observer), ...views]
    this.engine = engineHooksOf(observers)
    this.flow = new FlowHooks(traffic, observers)
    this.payload = new PayloadHooks(traffic, observers, this.#windows)
    if (this.#windows) this.#windows.onWindow = this.engine.onWindow
  }
}

function isSame(a: Detector, b: Detector): boolean {
  if (a.name !== b.name || a.basis?.id !== b.basis?.id) return false
  return isDeepStrictEqual(a.settings, b.settings)
}
