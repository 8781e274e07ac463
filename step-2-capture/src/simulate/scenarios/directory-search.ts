import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { ldapEntry, ldapFilter, ldapSearch } from '../packet-builder/ldap.ts'
import type { Scenario } from './scenario.ts'
import { exchange } from './zerologon.ts'

const ldapPort = 389
const { and, equal, hasBit, present } = ldapFilter

export const directorySearch: Scenario = {
  name: 'directory_search',
  description: 'A host searches the directory for accounts that are worth an attack.',
  kind: 'attack',
  technique: 'T1087.002',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network } = stage
    const client = office.insider(random)
    const server = office.machines.fileServer
    server.openPorts.add(ldapPort)
    const details = { port: ldapPort, tool: 'powerview' }
    const start = { kind: 'directory_search', attacker: client, victims: [server], details }
    const run = function* () {
      const conversation = new TcpConversation(network, { client, server, port: ldapPort })
      if (!(yield* conversation.open())) return
      const isUser = equal('samAccountType', '805306368')
      const filters = [
        and(isUser, present('servicePrincipalName')),
        and(isUser, hasBit('userAccountControl', 4_194_304)),
        equal('adminCount', '1'),
      ]
      for (const filter of random.sample(filters, random.integer(2, filters.length))) {
        const name = `CN=${random.text(8)},CN=Users,DC=office,DC=example`
        yield* exchange(conversation, ldapSearch({ filter }), ldapEntry(name))
        yield random.exponential(3e6)
      }
      yield* conversation.close('client')
    }
    yield* stage.attack(start, run())
  },
}
