import { monitorTheServers } from '../behaviour/monitoring.ts'
import { keepTime } from '../behaviour/network-time.ts'
import { browseTheWeb } from '../behaviour/web-browsing.ts'
import type { Office } from '../network/office.ts'
import type { Scenario } from './scenario.ts'

export const office: Scenario = {
  name: 'office',
  description: 'Ordinary traffic of a small office: 8 to 15 people, servers, printers, things.',
  kind: 'benign',
  durationSeconds: 300,
}

/** Sets everything in motion that an office does by itself. Every scenario runs on top of it. */
export function startOffice(office: Office): void {
  const { simulator } = office.network
  for (const workstation of office.workstations) {
    simulator.spawn(browseTheWeb(office, workstation))
    keepTimeLater(office, workstation.host)
  }
  simulator.spawn(monitorTheServers(office))
}

function keepTimeLater(office: Office, client: Office['resolver']): void {
  const { simulator } = office.network
  simulator.spawn(keepTime(office.network, { client, server: office.machines.resolver }))
}
