import { shareEncryption } from '../../src/detect/windows/share-encryption.ts'
import {
  createRequest,
  renameRequest,
  SmbCommand,
  smbMessage,
} from '../../src/simulate/packet-builder/smb2.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'
import { TrafficScript } from '../traffic-script.ts'

const [client, server] = ['10.0.0.5', '10.0.0.9']
const ids = { messageId: 1, sessionId: 7, treeId: 1 }

function asked(command: number, body: Uint8Array): Uint8Array {
  return smbMessage({ ...ids, command, isResponse: false }, body)
}

/** Twenty files that are renamed, a second apart. */
function renames(): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 20; i++) {
    const says = [
      asked(SmbCommand.create, createRequest(`plan ${i}.docx`)),
      'ok',
      asked(SmbCommand.setInfo, renameRequest(Buffer.alloc(16), `plan ${i}.docx.locked`)),
    ]
    script.connection(client, `${server}:445`, { says }).wait(1)
  }
  return script
}

function notes(): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 5; i++) {
    const says = [asked(SmbCommand.create, createRequest(`team ${i}\\decrypt.txt`))]
    script.connection(client, `${server}:445`, { says }).wait(1)
  }
  return script
}

export const edges: readonly OptionEdge[] = edgesOf(shareEncryption, [
  { option: 'fileCountMin', script: renames, below: 21, at: 20 },
  { option: 'folderCountMin', script: notes, below: 6, at: 5 },
  { option: 'periodSeconds', script: renames, below: 18, at: 20 },
  { option: 'forgetAfterSeconds', script: renames, below: 1, at: 2 },
  { option: 'levels.high', script: renames, below: 21, at: 20 },
  { option: 'levels.critical', script: renames, below: 21, at: 20 },
  { option: 'allow', script: renames, below: [client], at: [] },
])
