import { addressBytes, macBytes } from '../network/addresses.ts'
import type { Host } from '../network/host.ts'
import type { Scenario, Stage } from './scenario.ts'

const standbyPort = 1985
const routers = {
  address: '224.0.0.2',
  addressBytes: addressBytes('224.0.0.2'),
  mac: macBytes('01:00:5e:00:00:02'),
}
const [active, hello, coup] = [16, 0, 1]

export const gatewayTakeover: Scenario = {
  name: 'gateway_takeover',
  description: 'A host says by HSRP that it is the active router, with the best priority there is.',
  kind: 'attack',
  technique: 'T1557',
  durationSeconds: 120,
  *play(stage) {
    const { network, office, random } = stage
    const attacker = office.intruder()
    const count = random.integer(4, 10)
    const details = { messages: count }
    const start = { kind: 'gateway_takeover', attacker, victims: [network.gateway], details }
    const run = function* () {
      for (let sent = 0; sent < 3; sent++) {
        stage.ordinarily(() => say(stage, network.gateway, { kind: hello, priority: 110 }))
        yield 3e6
      }
      say(stage, attacker, { kind: coup, priority: 255 })
      for (let sent = 0; sent < count; sent++) {
        say(stage, attacker, { kind: hello, priority: 255 })
        yield 3e6
      }
    }
    yield* stage.attack(start, run())
  },
}

/** A message of HSRP (RFC 2281, section 5.1): hello and hold time, group 1 and its address. */
function say(
  { wire, network }: Stage,
  from: Host,
  { kind, priority }: { kind: number; priority: number },
) {
  const message = Buffer.concat([
    Buffer.from([0, kind, active, 3, 10, priority, 1, 0]),
    Buffer.from('cisco\0\0\0'),
    network.gateway.addressBytes,
  ])
  const ports = { sourcePort: standbyPort, destinationPort: standbyPort, timeToLive: 1 }
  wire.udp(from, routers, ports, message)
}
