import type { TrafficScript } from './traffic-script.ts'

const [client, controller] = ['10.0.0.66', '10.0.0.9']

/** A step of the login at a management controller (IPMI 2.0, section 13.20). */
export function managementStep(
  script: TrafficScript,
  step: number,
  { from = client, to = controller } = {},
): TrafficScript {
  const head = Buffer.from([6, 0, 0xff, 7, 6, step, 0, 0, 0, 0, 0, 0, 0, 0, 28, 0])
  return script.udp(`${from}:40000`, `${to}:623`, Buffer.concat([head, Buffer.alloc(28, step)]))
}

/** Asks for hashes, a second apart, of which a proof follows some. */
export function askForHashes(
  script: TrafficScript,
  { count = 3, proofs = 0, from = client, gapSeconds = 1 } = {},
): TrafficScript {
  for (let i = 0; i < count; i++) {
    managementStep(script, 0x12, { from })
    if (i < proofs) managementStep(script, 0x14, { from })
    script.wait(gapSeconds)
  }
  return script
}
