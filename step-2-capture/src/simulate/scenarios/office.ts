import { administer, backUp } from '../behaviour/administration.ts'
import { checkConnectivity, streamMedia, updatePackages } from '../behaviour/downloads.ts'
import { shareFiles } from '../behaviour/file-sharing.ts'
import { advertiseRouter, joinTheNetwork } from '../behaviour/joining.ts'
import { readMail, receiveMail } from '../behaviour/mail.ts'
import { makeMistakes } from '../behaviour/mistakes.ts'
import { monitorTheServers } from '../behaviour/monitoring.ts'
import { keepTime } from '../behaviour/network-time.ts'
import { printNowAndThen } from '../behaviour/printing.ts'
import { lookForServices, searchForDevices } from '../behaviour/service-discovery.ts'
import { talkAsSwitch } from '../behaviour/switch-frames.ts'
import { pollController, reportDoor, reportTemperature } from '../behaviour/things.ts'
import { browseTheWeb } from '../behaviour/web-browsing.ts'
import type { Office } from '../network/office.ts'
import type { Workstation } from '../network/workstation.ts'
import type { Scenario } from './scenario.ts'

export const office: Scenario = {
  name: 'office',
  description: 'Ordinary traffic of a small office: 8 to 15 people, servers, printers, things.',
  kind: 'benign',
  durationSeconds: 240,
}

/** Sets everything in motion that an office does by itself. Every scenario runs on top of it. */
export function startOffice(office: Office): void {
  const { simulator } = office.network
  const { database, webServer, monitor } = office.machines
  for (const workstation of office.workstations) startWorkstation(office, workstation)
  for (const process of [
    talkAsSwitch(office),
    advertiseRouter(office),
    monitorTheServers(office),
    receiveMail(office),
    reportTemperature(office),
    reportDoor(office),
    pollController(office),
    backUp(office),
    updatePackages(office, office.random.pick([webServer, database, monitor])),
  ]) {
    simulator.spawn(process)
  }
}

/** What one person's computer does all day; not every one does all of it. */
function startWorkstation(office: Office, workstation: Workstation): void {
  const { host, model } = workstation
  const { simulator } = office.network
  const { random } = host
  const server = office.machines.resolver
  const start = random.between(0, 20) * 1e6
  const begin = (process: ReturnType<typeof browseTheWeb>) => simulator.spawn(process, start)
  if (random.chance(0.3)) {
    simulator.spawn(joinTheNetwork(office, host), Math.max(0, start - 6e6))
  }
  begin(browseTheWeb(office, workstation))
  begin(readMail(office, workstation))
  begin(keepTime(office.network, { client: host, server }))
  begin(makeMistakes(office, workstation))
  begin(lookForServices(office, host))
  if (random.chance(0.5)) begin(printNowAndThen(office, workstation))
  if (random.chance(0.2)) begin(streamMedia(office, workstation))
  if (model.system.name === 'linux' || random.chance(0.1)) begin(administer(office, host))
  if (model.system.name !== 'windows') return
  begin(shareFiles(office, workstation))
  begin(checkConnectivity(office, workstation))
  begin(searchForDevices(office, host))
}
