import { dynamicName } from '../../src/detect/covert/dynamic-name.ts'
import { framedSession } from '../../src/detect/covert/framed-session.ts'
import { typedCommands } from '../../src/detect/covert/typed-commands.ts'
import { lookUp } from '../dns-script.ts'
import type { OptionEdge } from '../option-edge.ts'
import { TrafficScript } from '../traffic-script.ts'

const [client, server] = ['10.0.0.5', '198.51.100.7']

/** Messages behind decimal digits, ten seconds apart. */
function framed(count: number): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    const says = ['5\0hello', '3\0yes', '4\0more', '2\0ok']
    script.connection(client, `${server}:4782`, { says }).wait(10)
  }
  return script
}

const ofFramedSession: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'messageCountMin', script: () => framed(1), below: 5, at: 4 },
  { option: 'forgetAfterSeconds', script: () => framed(3), below: 9, at: 11 },
  { option: 'allow', script: () => framed(1), below: [server], at: [] },
]

/** Connections to a host that has a dynamic name, ten seconds apart. */
function dynamic(count: number, port = 1_177): TrafficScript {
  const script = new TrafficScript()
  lookUp(script, { client, name: 'a.duckdns.org', answer: server })
  for (let i = 0; i < count; i++) {
    script.connection(client, `${server}:${port}`, { says: ['a\0b', 'c\0d'] }).wait(10)
  }
  return script
}

function refusals(count: number): TrafficScript {
  const script = dynamic(0)
  for (let i = 0; i < count; i++) script.refused(client, `${server}:1177`).wait(10)
  return script
}

const ofDynamicName: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'sessionCountMin', script: () => dynamic(1), below: 2, at: 1 },
  { option: 'attemptCountMin', script: () => refusals(3), below: 4, at: 3 },
  { option: 'homePorts', script: () => dynamic(1), below: [1_177], at: [1_178] },
  {
    option: 'forgetAfterSeconds',
    script: () => dynamic(2),
    others: { sessionCountMin: 2 },
    below: 9,
    at: 11,
  },
  { option: 'allow', script: () => dynamic(1), below: [server], at: [] },
]

/** Three commands in three connections, ten seconds apart. */
function typed(): TrafficScript {
  const script = new TrafficScript()
  for (const command of ['id', 'ls', 'pwd']) {
    script.connection(client, `${server}:7777`, { says: [`${command}\n`, 'ok'] }).wait(10)
  }
  return script
}

const ofTypedCommands: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'commandCountMin', script: typed, below: 4, at: 3 },
  { option: 'forgetAfterSeconds', script: typed, below: 9, at: 11 },
  { option: 'allow', script: typed, below: [server], at: [] },
]

export const edges: readonly OptionEdge[] = [
  ...ofFramedSession.map((edge) => ({ ...edge, detector: framedSession })),
  ...ofTypedCommands.map((edge) => ({ ...edge, detector: typedCommands })),
  ...ofDynamicName.map((edge) => ({ ...edge, detector: dynamicName })),
]
