import { resolveInVain } from '../conversation/arp-exchange.ts'
import { lookUp } from '../conversation/dns-lookup.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import type { Office } from '../network/office.ts'
import type { Workstation } from '../network/workstation.ts'
import type { Process } from '../simulator.ts'

/** What goes wrong on any ordinary day: names mistyped, hosts that are off, ports that are closed. */
export function* makeMistakes(office: Office, { host }: Workstation): Process {
  const { network, resolver, domain } = office
  for (;;) {
    yield office.pauseUs(host, 180)
    const mistake = host.random.integer(0, 3)
    const wrongNames = [
      `wpad.${domain}`,
      'www.wikpedia.og',
      `isatap.${domain}`,
      `printer.${domain}`,
    ]
    if (mistake <= 1) {
      const name = host.random.pick(wrongNames)
      yield* lookUp(network, { client: host, resolver, name, target: undefined })
    } else if (mistake === 2) {
      yield* resolveInVain(network.wire, host, `${network.prefix}.${host.random.integer(60, 99)}`)
    } else {
      const { webServer, storage } = office.machines
      const server = host.random.pick([webServer, storage])
      const port = host.random.pick([8081, 8888, 9000])
      yield* new TcpConversation(network, { client: host, server, port }).open()
    }
  }
}
