import type { TrafficDetector } from './traffic-detector.ts'

/** For each moment the detectors that have it, so that the packet loop asks nobody in vain. */
export type Moments = {
  readonly [M in keyof Omit<TrafficDetector, 'name'>]-?: readonly Required<
    Pick<TrafficDetector, M>
  >[]
}

export function momentsOf(detectors: readonly TrafficDetector[]): Moments {
  const having = <M extends keyof TrafficDetector>(moment: M) =>
    detectors.filter((d): d is TrafficDetector & Required<Pick<TrafficDetector, M>> => !!d[moment])
  return {
    onFlowStart: having('onFlowStart'),
    onFlowState: having('onFlowState'),
    onFlowFailed: having('onFlowFailed'),
    onFlowEnd: having('onFlowEnd'),
    onPacket: having('onPacket'),
    onPayload: having('onPayload'),
    onIcmp: having('onIcmp'),
    onDns: having('onDns'),
    onHttp: having('onHttp'),
    onArp: having('onArp'),
    onWindow: having('onWindow'),
    onTick: having('onTick'),
    onHostEvict: having('onHostEvict'),
    onEnd: having('onEnd'),
  }
}
