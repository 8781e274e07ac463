import type { Scenario } from './scenario.ts'

const sipPort = 5_060

export const telephoneGuessing: Scenario = {
  name: 'sip_guessing',
  description: 'One host tries the extensions of a telephone server, which knows none of them.',
  kind: 'attack',
  technique: 'T1110.001',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network, wire } = stage
    const attacker = office.intruder()
    const server = office.machines.fileServer
    const first = random.integer(1, 8) * 100
    const count = random.integer(20, 60)
    const details = { port: sipPort, extensions: count }
    const start = { kind: 'sip_guessing', attacker, victims: [server], details }
    const run = function* () {
      yield* network.reach(attacker, server)
      const ports = { sourcePort: attacker.ephemeralPort(), destinationPort: sipPort }
      const back = { sourcePort: sipPort, destinationPort: ports.sourcePort }
      for (let extension = first; extension < first + count; extension++) {
        const address = `sip:${extension}@${server.address}`
        const fields =
          `Via: SIP/2.0/UDP ${attacker.address}:${ports.sourcePort};branch=z9hG4bK${extension}\r\n` +
          `From: <${address}>;tag=${random.bytes(4).toString('hex')}\r\nTo: <${address}>\r\n` +
          `Call-ID: ${random.bytes(8).toString('hex')}\r\nCSeq: 1 REGISTER\r\nContent-Length: 0\r\n\r\n`
        const request = `REGISTER sip:${extension}@${server.address} SIP/2.0\r\n${fields}`
        wire.udp(attacker, server, ports, Buffer.from(request))
        yield random.between(0.01, 0.05) * 1e6
        wire.udp(server, attacker, back, Buffer.from(`SIP/2.0 404 Not found\r\n${fields}`))
        yield random.between(0.05, 0.3) * 1e6
      }
    }
    yield* stage.attack(start, run())
  },
}
