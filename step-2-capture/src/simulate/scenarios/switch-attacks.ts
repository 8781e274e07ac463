import { bridgeGroup, rootMessage } from '../behaviour/switch-frames.ts'
import { macBytes } from '../network/addresses.ts'
import type { Scenario } from './scenario.ts'

const ciscoGroup = macBytes('01:00:0c:cc:cc:cc')

export const rootTakeover: Scenario = {
  name: 'root_takeover',
  description: 'A host says by spanning tree that it is the root, with the best priority there is.',
  kind: 'attack',
  technique: 'T1557',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, wire } = stage
    const attacker = office.intruder()
    const count = random.integer(8, 20)
    const details = { messages: count }
    const victims = [stage.network.gateway] // What leaves the network would take another way.
    const start = { kind: 'root_takeover', attacker: attacker.macAddress, victims, details }
    const bridgeId = Buffer.concat([Buffer.alloc(2), attacker.mac])
    const message = rootMessage({ kind: [0, 0, 0], bridgeId, port: 1 })
    const run = function* () {
      for (let sent = 0; sent < count; sent++) {
        wire.ethernet(attacker, bridgeGroup, message.length, message)
        yield 2e6
      }
    }
    yield* stage.attack(start, run())
  },
}

export const announcementFlood: Scenario = {
  name: 'announcement_flood',
  description: 'Thousands of invented devices announce themselves by CDP, as yersinia lets them.',
  kind: 'attack',
  technique: 'T1499.001',
  durationSeconds: 90,
  *play(stage) {
    const { random, wire, network } = stage
    const perSecond = Math.round(random.between(200, 600))
    const count = perSecond * random.integer(4, 9)
    const details = { per_second: perSecond, devices: count }
    const victims = [network.gateway] // It keeps a neighbour for each, until its memory is full.
    const start = { kind: 'announcement_flood', attacker: 'unknown', victims, details }
    const run = function* () {
      for (let sent = 0; sent < count; sent++) {
        const name = Buffer.from(random.text(8))
        // LLC with SNAP, version 1 and its time to live; then the name of the device.
        const message = Buffer.concat([
          Buffer.from([0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0, 1, 255, 0, 0, 0, 1, 0, 12]),
          name,
        ])
        const mac = random.bytes(6)
        mac[0] = (mac[0] as number) & 0xfc
        wire.ethernet({ mac }, ciscoGroup, message.length, message)
        yield random.exponential(1e6 / perSecond)
      }
    }
    yield* stage.attack(start, run())
  },
}
