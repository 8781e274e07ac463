import { TrafficScript } from '../traffic-script.ts'

export interface Series {
  readonly count?: number
  readonly gapSeconds?: number
}

/** Does something `count` times, then waits for the last answers; a packet shows that time passed. */
export function series(
  { count = 10, gapSeconds = 0.1 }: Series,
  event: (script: TrafficScript, number: number) => void,
): TrafficScript {
  const script = new TrafficScript()
  for (let number = 1; number <= count; number++) {
    event(script, number)
    script.wait(gapSeconds)
  }
  return script.wait(2).ping('10.0.9.1', '10.0.9.2', 8)
}
