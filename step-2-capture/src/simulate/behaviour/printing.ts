import { lookUp } from '../conversation/dns-lookup.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import type { Host } from '../network/host.ts'
import type { Office } from '../network/office.ts'
import type { Workstation } from '../network/workstation.ts'
import { snmpMessage } from '../packet-builder/snmp.ts'
import type { Process } from '../simulator.ts'

/** Now and then a job to a printer, whose state the computer has asked for before. */
export function* printNowAndThen(office: Office, { host }: Workstation): Process {
  const printer = host.random.pick([office.machines.printer, office.machines.secondPrinter])
  for (;;) {
    yield office.pauseUs(host, 300)
    yield* lookUp(office.network, {
      client: host,
      resolver: office.resolver,
      name: printer.name,
      target: printer,
    })
    yield* askForState(office, host, printer)
    const ends = { client: host, server: printer, port: 9100 }
    const conversation = new TcpConversation(office.network, ends)
    if (!(yield* conversation.open())) continue
    const header =
      '\x1b%-12345X@PJL JOB\r\n@PJL SET RESOLUTION=600\r\n@PJL ENTER LANGUAGE=PCLXL\r\n'
    yield* conversation.send('client', Buffer.from(header))
    // A page description is compressed, so it looks like ciphertext.
    const page = office.network.ciphertext.take(Math.round(host.random.pareto(9000, 1.3, 120_000)))
    yield* conversation.send('client', page)
    yield* conversation.send('client', Buffer.from('\x1b%-12345X@PJL EOJ\r\n\x1b%-12345X'))
    yield 300_000
    yield* conversation.close('client')
  }
}

/** Reads description, status and errors of the printer by SNMP, as Windows does. */
export function* askForState(office: Office, client: Host, printer: Host): Process {
  const { wire } = office.network
  const requestId = client.random.integer(1, 0x7fffffff)
  const sourcePort = client.ephemeralPort()
  const bindings = [
    ['1.3.6.1.2.1.1.1.0', 'HP ETHERNET MULTI-ENVIRONMENT'],
    ['1.3.6.1.2.1.25.3.2.1.5.1', 2],
    ['1.3.6.1.2.1.25.3.5.1.1.1', 3],
  ] as const
  yield* office.network.reach(client, printer)
  const asked = bindings.map(([objectId]) => [objectId] as const)
  const request = snmpMessage({ operation: 'get', requestId, bindings: asked })
  wire.udp(client, printer, { sourcePort, destinationPort: 161 }, request)
  yield printer.reactionUs() + 2500
  const response = snmpMessage({ operation: 'response', requestId, bindings })
  wire.udp(printer, client, { sourcePort: 161, destinationPort: sourcePort }, response)
  yield client.reactionUs()
}
