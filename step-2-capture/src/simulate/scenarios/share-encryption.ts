import { SmbSession } from '../conversation/smb-session.ts'
import type { Scenario } from './scenario.ts'

const folders = ['Accounts', 'Contracts', 'Drawings', 'Offers', 'Photos', 'Plans', 'Reports']
const endings = ['docx', 'xlsx', 'pdf', 'jpg', 'dwg', 'pptx']

export const shareEncryption: Scenario = {
  name: 'share_encryption',
  description:
    'Ransomware on a workstation encrypts the files of a share, and leaves a note in each folder.',
  kind: 'attack',
  technique: 'T1486',
  durationSeconds: 180,
  *play(stage) {
    const { random, office, network } = stage
    const client = random.pick(office.workstations).host
    const server = office.machines.fileServer
    const ending = random.text(random.integer(4, 8))
    const note = `${random.pick(['HOW_TO_RESTORE_FILES', 'Decrypt your files', 'RECOVER-DATA'])}.txt`
    const files = random.integer(60, 160)
    const details = { peer: server.address, ending, files }
    const start = { kind: 'share_encryption', attacker: client, victims: [server], details }
    const run = function* () {
      const session = new SmbSession(network, { client, server }, 'OFFICE')
      if (!(yield* session.open())) return
      yield* session.login(`user${random.integer(10, 40)}`, true)
      yield* session.connectTree('Projects')
      for (let file = 0; file < files; file++) {
        const folder = folders[Math.floor((file * folders.length) / files)] as string
        const path = `${folder}\\${random.text(8)}.${random.pick(endings)}`
        const content = network.ciphertext.take(random.integer(2_000, 12_000))
        yield* session.overwriteFile(path, content, `${path}.${ending}`)
        const isNoteMissing = file % Math.ceil(files / folders.length) === 0
        if (isNoteMissing)
          yield* session.writeFile(`${folder}\\${note}`, Buffer.from('Pay.'.repeat(80)))
        yield random.exponential(150_000)
      }
      yield* session.conversation.close('client')
    }
    yield* stage.attack(start, run())
  },
}
