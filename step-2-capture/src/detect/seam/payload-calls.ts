import type { Frame } from '../../decode/frame.ts'
import { Application, applicationNames } from '../../flow/application.ts'
import { type BoundHook, boundHooks } from './bound-hooks.ts'
import type { TrafficObserver } from './observer.ts'

type Calls = readonly BoundHook<'onPayload'>[]

/** The calls for payload before which a direction has sent at most `bytesMax` of it. */
interface Stage {
  readonly bytesMax: number
  readonly calls: Calls
}

/** Stages by ascending `bytesMax`; the last one has no bound. */
type Stages = readonly Stage[]

const noCalls: Calls = []

/**
 * Which observers a payload is shown to, in the order of their list: by what its flow speaks, by its
 * ports, and by how much was sent before it. All is worked out once, so a packet costs two look-ups.
 */
export class PayloadCalls {
  /** By application, and for each the originator's side before the responder's. */
  readonly #ofApplication: readonly Stages[]
  /** Whether an observer asked for a port: a byte a port. */
  readonly #hasPort = new Uint8Array(65_536)
  readonly #ofPort = new Map<number, Stages>()

  constructor(observers: readonly TrafficObserver[]) {
    const general = observers.filter(({ applications, ports }) => !applications && !ports)
    this.#ofApplication = applicationNames.flatMap((_, application) => {
      const special = observers.filter(({ applications }) => applications?.includes(application))
      return [0, 1].map((side) =>
        stagesOf([...general, ...special], (observer) => {
          const isRequest = application === Application.http && side === 0
          return isRequest && observer.allRequests ? undefined : observer.payloadBytesMax
        }),
      )
    })
    const byPort = observers.filter(({ applications }) => !applications)
    for (const port of new Set(byPort.flatMap(({ ports = [] }) => ports))) {
      const asking = byPort.filter(({ ports }) => ports?.includes(port))
      this.#hasPort[port] = 1
      this.#ofPort.set(
        port,
        stagesOf(asking, ({ payloadBytesMax }) => payloadBytesMax),
      )
    }
  }

  /** @param side 0 where the flow's originator sent the payload, 1 where its responder did. */
  ofApplication(application: number, side: number, sentBefore: number): Calls {
    return callsAt(this.#ofApplication[2 * application + side], sentBefore)
  }

  /** Those that asked for the packet's destination port, or else for its source port. */
  ofPorts({ sourcePort, destinationPort }: Frame, sentBefore: number): Calls {
    const port = this.#hasPort[destinationPort] === 1 ? destinationPort : sourcePort
    return this.#hasPort[port] === 1 ? callsAt(this.#ofPort.get(port), sentBefore) : noCalls
  }
}

function callsAt(stages: Stages | undefined, sentBefore: number): Calls {
  if (stages === undefined) return noCalls
  for (let i = 0; i < stages.length; i++) {
    const { bytesMax, calls } = stages[i] as Stage
    if (sentBefore <= bytesMax) return calls
  }
  return noCalls
}

function stagesOf(
  observers: readonly TrafficObserver[],
  bound: (observer: TrafficObserver) => number | undefined,
): Stages {
  const boundOf = (observer: TrafficObserver) => bound(observer) ?? Number.POSITIVE_INFINITY
  const bounds = new Set([...observers.map(boundOf), Number.POSITIVE_INFINITY])
  return [...bounds]
    .sort((a, b) => a - b)
    .map((bytesMax) => {
      const awake = observers.filter((observer) => boundOf(observer) >= bytesMax)
      return { bytesMax, calls: boundHooks(awake, 'onPayload') }
    })
}
