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
  path.start(bytes, 0, end)
  return [path.next(), path.act, path.path]
}

/** Every path in a payload. */
function paths(bytes: Uint8Array): string[] {
  const path = new SmbPath()
  path.start(bytes, 0, bytes.length)
  const found: string[] = []
  while (path.next()) found.push(path.path)
  return found
}

/** Requests as parts of one message, each with the distance to the next. */
function compound(requests: readonly Buffer[]): Buffer {
  const parts = requests.map((request, index) => {
    const part = Buffer.concat([request.subarray(4), Buffer.alloc(-(request.length - 4) & 7)])
    if (index < requests.length - 1) part.writeUInt32LE(part.length, 20)
    return part
  })
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.concat(parts).length)
  return Buffer.concat([length, ...parts])
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

const several = [
  message(create, createRequest('a.docx')),
  message(write, writeRequest(fileId, Buffer.alloc(40, 1))),
  message(setInfo, renameRequest(fileId, 'a.docx.x')),
]

test('reads requests that stand one behind the other, and parts of one message', () => {
  expect(paths(Buffer.concat(several))).toEqual(['a.docx', 'a.docx.x'])
  expect(paths(compound(several))).toEqual(['a.docx', 'a.docx.x'])
  expect(paths(Buffer.concat([compound(several), ...several]))).toHaveLength(4)
})

test('ends at a request that says that the next one begins in itself', () => {
  const bytes = message(create, createRequest('a.docx'))
  for (const distance of [1, 63, 0xffff_ffff]) {
    bytes.writeUInt32LE(distance, 24)
    expect(paths(bytes)).toEqual(['a.docx'])
  }
})
