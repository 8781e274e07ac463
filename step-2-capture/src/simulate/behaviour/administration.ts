import { SshSession } from '../conversation/ssh-session.ts'
import type { Host } from '../network/host.ts'
import type { Office } from '../network/office.ts'
import type { Process } from '../simulator.ts'

/** Work on a server by SSH: keys that are echoed, and a screenful now and then. */
export function* administer(office: Office, admin: Host): Process {
  const { webServer, database, mailServer } = office.machines
  for (;;) {
    yield office.pauseUs(admin, 120)
    const server = admin.random.pick([webServer, database, mailServer])
    const session = new SshSession(office.network, { client: admin, server })
    if (!(yield* session.open())) continue
    // One slip of the finger in ten, as with real people.
    if (admin.random.chance(0.1)) yield* session.tryPassword(false)
    yield admin.random.between(1, 3) * 1e6
    yield* session.tryPassword(true)
    yield* session.exchange(112, 500)
    for (let command = admin.random.integer(4, 15); command > 0; command--) {
      for (let key = admin.random.integer(3, 12); key > 0; key--) {
        yield* session.exchange(36, 36)
        yield admin.random.logNormal(0.16, 0.5) * 1e6
      }
      const output = Math.round(admin.random.pareto(120, 1.1, 20_000))
      yield* session.exchange(36, output)
      yield admin.random.logNormal(4, 0.9) * 1e6
    }
    yield* session.conversation.close('client')
  }
}

/** The backup: the database's changes go to the storage by rsync over SSH, as much as there is. */
export function* backUp(office: Office): Process {
  const { database, storage } = office.machines
  for (;;) {
    yield office.pauseUs(database, 200)
    const session = new SshSession(office.network, {
      client: database,
      server: storage,
      clientSoftware: 'OpenSSH_9.2p1 Debian-2+deb12u7',
      serverSoftware: 'OpenSSH_8.2',
    })
    if (!(yield* session.open())) continue
    yield* session.tryPassword(true)
    yield* session.exchange(180, 220)
    const size = database.random.pareto(120_000, 1.2, 1_500_000)
    for (let sent = 0; sent < size; sent += 32_768) {
      yield* session.send('client', 32_768)
      yield database.random.exponential(4000)
    }
    yield* session.exchange(36, 60)
    yield* session.conversation.close('client')
  }
}
