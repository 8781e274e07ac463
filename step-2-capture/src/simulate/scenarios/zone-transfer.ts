import { TcpConversation } from '../conversation/tcp-conversation.ts'
import {
  addressData,
  answerFlags,
  DnsCode,
  type DnsRecord,
  DnsType,
  dnsMessage,
} from '../packet-builder/dns.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

export const zoneTransfer: Scenario = {
  name: 'zone_transfer',
  description: 'A workstation copies the whole DNS zone of the office from its name server.',
  kind: 'attack',
  technique: 'T1590.002',
  durationSeconds: 90,
  play: (stage) => transfer(stage, 'zone_transfer'),
}

export const refusedZoneTransfer: Scenario = {
  name: 'zone_transfer_refused',
  description: 'A workstation asks for the whole DNS zone of the office and is refused.',
  kind: 'attack',
  technique: 'T1590.002',
  durationSeconds: 90,
  play: (stage) => transfer(stage, 'zone_transfer_refused'),
}

function* transfer(stage: Stage, kind: 'zone_transfer' | 'zone_transfer_refused'): Process {
  const { random, office, network } = stage
  const client = random.pick(office.workstations).host
  const server = office.resolver
  const question = { name: office.domain, type: DnsType.axfr }
  const records = kind === 'zone_transfer' ? zoneOf(stage) : []
  const code = kind === 'zone_transfer' ? DnsCode.noError : DnsCode.refused
  const details = { zone: office.domain, records: records.length }
  const start = { kind, attacker: client, victims: [server], details }
  const run = function* () {
    const conversation = new TcpConversation(network, { client, server, port: 53 })
    if (!(yield* conversation.open())) return
    const id = random.integer(0, 0xffff)
    yield* conversation.send('client', framed(dnsMessage({ id, flags: 0, questions: [question] })))
    yield conversation.reactionUs('server') + 2_000
    const answer = { id, flags: answerFlags(code), questions: [question], answers: records }
    yield* conversation.send('server', framed(dnsMessage(answer)))
    yield* conversation.close('client')
  }
  yield* stage.attack(start, run())
}

/** Over TCP its length stands before a message (RFC 1035 section 4.2.2). */
function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(message.length)
  return Buffer.concat([length, message])
}

/** All hosts between two start-of-authority records (RFC 5936 section 2.2). */
function zoneOf({ office }: Stage): DnsRecord[] {
  const numbers = Buffer.alloc(20, 1)
  const authority = {
    name: office.domain,
    type: DnsType.soa,
    timeToLiveS: 3_600,
    // The root stands for both names.
    data: Buffer.concat([Buffer.alloc(2), numbers]),
  }
  const hosts = office.localHosts.map(({ name, address }) => ({
    name: `${name.replaceAll('/', '-').toLowerCase()}.${office.domain}`,
    type: DnsType.a,
    timeToLiveS: 3_600,
    data: addressData(address),
  }))
  return [authority, ...hosts, authority]
}
