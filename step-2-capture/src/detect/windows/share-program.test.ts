import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import {
  SmbCommand,
  smbMessage,
  treeConnectRequest,
  writeRequest,
} from '../../simulate/packet-builder/smb2.ts'
import { shareProgram } from './share-program.ts'

const [client, server] = ['10.0.0.5', '10.0.0.9']
const program = Buffer.from(
  `MZ${'\0'.repeat(76)}This program cannot be run in DOS mode.\r\n$${'x'.repeat(300)}`,
  'latin1',
)

const message = (command: number, body: Uint8Array) =>
  smbMessage({ command, messageId: 1, sessionId: 7, treeId: 1, isResponse: false }, body)

function copy(share: string, data: Uint8Array, kept = Number.POSITIVE_INFINITY) {
  const write = message(SmbCommand.write, writeRequest(Buffer.alloc(16, 3), data))
  const says = [
    message(SmbCommand.treeConnect, treeConnectRequest(`\\\\${server}\\${share}`)),
    'ok',
    write.subarray(0, kept),
  ]
  const script = new TrafficScript().connection(client, `${server}:445`, { says })
  return script.detect(shareProgram).map(({ severity, source }) => `${severity} ${source}`)
}

test.each(['ADMIN$', 'C$', 'd$'])('a program on the share %s is found', (share) => {
  expect(copy(share, program)).toEqual([`medium ${client}`])
})

test.each(['software', 'MEDIA$', 'IPC$'])('a program on the share %s is info', (share) => {
  expect(copy(share, program)).toEqual([`info ${client}`])
})

test('another file, and a message that is cut before the file, are not', () => {
  expect(copy('C$', Buffer.alloc(400, 0x41))).toEqual([])
  for (const kept of [4, 40, 68, 116, 118]) expect(copy('C$', program, kept)).toEqual([])
})
