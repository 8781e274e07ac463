import { lookUp } from '../conversation/dns-lookup.ts'
import { SmbSession } from '../conversation/smb-session.ts'
import type { Office } from '../network/office.ts'
import type { Workstation } from '../network/workstation.ts'
import type { Process } from '../simulator.ts'

/** Work on files of the server: opens the share, reads and saves for a while. */
export function* shareFiles(office: Office, { host }: Workstation): Process {
  const { fileServer } = office.machines
  const { network, resolver, domain } = office
  for (;;) {
    yield office.pauseUs(host, 150)
    yield* lookUp(network, { client: host, resolver, name: fileServer.name, target: fileServer })
    const netbiosDomain = (domain.split('.')[0] ?? domain).toUpperCase()
    const session = new SmbSession(network, { client: host, server: fileServer }, netbiosDomain)
    if (!(yield* session.open())) continue
    yield* session.login(`user${host.random.integer(10, 40)}`, true)
    yield* session.connectTree('Projects')
    for (let action = host.random.integer(3, 14); action > 0; action--) {
      const size = Math.round(host.random.pareto(180, 1.1, 90_000))
      const isSaving = host.random.chance(0.25)
      yield* session.exchangeEncrypted(isSaving ? size : 120, isSaving ? 84 : size)
      yield host.random.logNormal(0.6, 1.5) * 1e6
    }
    yield* session.conversation.close('client')
  }
}
