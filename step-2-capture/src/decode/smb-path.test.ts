import { expect, test } from 'vitest'
import {
  createRequest,
  deleteRequest,
  renameRequest,
  SmbCommand,
  smbMessage,
  writeRequest,
} from '../simulate/packet-builder/smb2.ts'
import { SmbFileAct, SmbPath } from './smb-path.ts'

const fileId = Buffer.alloc(16, 3)
const message = (command: number, body: Uint8Array, isResponse = false) =>
  smbMessage({ command, messageId: 1, sessionId: 7, treeId: 1, isResponse }, body)

function read(bytes: Uint8Array, end = bytes.length) {
  const path = new SmbPath()
  return [path.parse(bytes, 0, end), path.act, path.path]
}

const { create, setInfo, write } = SmbCommand
test.each([
  ['opens', message(create, createRequest('Reports\\märz.docx')), SmbFileAct.open],
  ['renames', message(setInfo, renameRequest(fileId, 'Reports\\märz.docx')), SmbFileAct.rename],
])('reads the path that a request %s, and none when it is cut', (_, bytes, act) => {
  expect(read(bytes)).toEqual([true, act, 'Reports\\märz.docx'])
  for (let end = 0; end < bytes.length; end++) expect(read(bytes, end)[0]).toBe(false)
})

test('reads that a file is deleted', () => {
  expect(read(message(setInfo, deleteRequest(fileId)))).toEqual([true, SmbFileAct.delete, ''])
})

test.each([
  ['a response', message(create, createRequest('a.txt'), true)],
  ['another command', message(write, writeRequest(fileId, Buffer.alloc(40, 1)))],
  ['the root of a share', message(create, createRequest(''))],
  ['SMB 1', Buffer.concat([Buffer.from('\0\0\0\x60\xffSMB', 'latin1'), Buffer.alloc(120)])],
])('is silent about %s', (_, bytes) => {
  expect(read(bytes)[0]).toBe(false)
})
