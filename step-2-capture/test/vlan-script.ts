import { icmpEcho } from '../src/simulate/packet-builder/icmp.ts'
import { ipv4Packet } from '../src/simulate/packet-builder/ipv4.ts'
import { addressBytes, type TrafficScript } from './traffic-script.ts'

const group = Buffer.from('01000ccccccc', 'hex')

/** A device says by DTP what it wants: 3 asks for a trunk, 4 agrees to one. */
export function trunkWish(script: TrafficScript, mac: Buffer, wish = 3): TrafficScript {
  const message = Buffer.concat([
    Buffer.from('aaaa0300000c200401', 'hex'),
    Buffer.from('000100050000020005', 'hex'),
    Buffer.from([wish]),
    Buffer.from('00030005a50004000a', 'hex'),
    mac,
  ])
  return script.ethernet(mac, group, message.length, message)
}

/** A ping in a frame with these tags, the outer one first. */
export function taggedPing(
  script: TrafficScript,
  mac: Buffer,
  tags: readonly number[],
): TrafficScript {
  const header = {
    source: addressBytes('10.0.0.66'),
    destination: addressBytes('10.0.20.9'),
    protocol: 1,
    timeToLive: 64,
    identification: 1,
  }
  const packet = ipv4Packet(
    header,
    icmpEcho({ type: 8, identifier: 1, sequence: 1 }, Buffer.from('x')),
  )
  const tagged = tags.flatMap((tag, index) => {
    const isLast = index === tags.length - 1
    return [tag >> 8, tag & 255, ...(isLast ? [8, 0] : [0x81, 0])]
  })
  return script.ethernet(mac, mac, 0x8100, Buffer.concat([Buffer.from(tagged), packet]))
}
