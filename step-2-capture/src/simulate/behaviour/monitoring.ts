import { exchangeHttp } from '../conversation/http-exchange.ts'
import { ping } from '../conversation/ping.ts'
import { TcpConversation } from '../conversation/tcp-conversation.ts'
import type { Office } from '../network/office.ts'
import type { Process } from '../simulator.ts'

/** The monitoring server: pings every server once a minute, and looks at the intranet's page. */
export function* monitorTheServers(office: Office): Process {
  const { monitor, webServer, fileServer, mailServer, storage, printer, database } = office.machines
  const targets = [
    office.network.gateway,
    fileServer,
    mailServer,
    webServer,
    storage,
    printer,
    database,
  ]
  for (;;) {
    yield (55 + monitor.random.between(0, 10)) * 1e6
    for (const to of targets) {
      office.network.simulator.spawn(ping(office.network, { from: monitor, to, count: 2 }))
      yield monitor.random.exponential(300_000)
    }
    yield* checkThePage(office, webServer.address)
  }
}

function* checkThePage(office: Office, address: string): Process {
  const { monitor, webServer } = office.machines
  const conversation = new TcpConversation(office.network, {
    client: monitor,
    server: webServer,
    port: 80,
  })
  if (!(yield* conversation.open())) return
  const headers = { Host: address, 'User-Agent': 'check_http/v2.3.3 (monitoring-plugins 2.3.3)' }
  yield* exchangeHttp(conversation, {
    request: { target: '/health', headers: { ...headers, Connection: 'close' } },
    response: {
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      body: '{"status":"ok"}',
    },
  })
  yield* conversation.close('server')
}
