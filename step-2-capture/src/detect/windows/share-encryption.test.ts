import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import {
  createRequest,
  deleteRequest,
  renameRequest,
  SmbCommand,
  smbMessage,
} from '../../simulate/packet-builder/smb2.ts'
import { shareEncryption } from './share-encryption.ts'

const [client, server] = ['10.0.0.5', '10.0.0.9']
const fileId = Buffer.alloc(16, 3)
const range = (count: number) => Array.from({ length: count }, (_, i) => i)
const message = (command: number, body: Uint8Array) =>
  smbMessage({ command, messageId: 1, sessionId: 7, treeId: 1, isResponse: false }, body)
const open = (path: string) => message(SmbCommand.create, createRequest(path))
const rename = (path: string) => message(SmbCommand.setInfo, renameRequest(fileId, path))
const remove = message(SmbCommand.setInfo, deleteRequest(fileId))

/** One connection in which these are asked, half a second apart. */
function asked(requests: readonly Uint8Array[], gapSeconds = 0.25) {
  const says = requests.flatMap((request) => [request, 'ok'])
  return new TrafficScript().connection(client, `${server}:445`, { says, gapSeconds })
}
const found = (requests: readonly Uint8Array[], gapSeconds?: number) =>
  asked(requests, gapSeconds)
    .settled(shareEncryption)
    .map(({ kind, severity, source, target }) => `${kind} ${severity} ${source} ${target}`)

const encrypted = (severity: string) => [`share_encryption ${severity} ${client} ${server}`]
const documents = (count: number) => range(count).map((i) => `Team ${i % 7}\\plan ${i}.docx`)

test.each([
  [19, []],
  [20, encrypted('high')],
  [200, encrypted('critical')],
])('%i files that are renamed with one more ending: %j', (count, expected) => {
  const requests = documents(count).flatMap((path) => [open(path), rename(`${path}.qqlock`)])
  expect(found(requests).slice(-1)).toEqual(expected)
})

test.each([
  ['in two parts', (path: string) => `${path}.id-1A2B.[mail@example.com].harm`],
  ['behind a line', (path: string) => `${path}_encrypted.x1`],
  ['behind another name', (_: string, i: number) => `Team ${i % 7}\\${7 * i + 1_000_000}.x2f`],
])('an ending %s is found, too', (_, nameOf) => {
  const requests = documents(20).flatMap((path, i) => [open(path), rename(nameOf(path, i))])
  expect(found(requests)).toEqual(encrypted('high'))
})

test('a copy with one more ending counts when its file is deleted', () => {
  const copied = (path: string) => [open(path), open(`${path}.qqlock`)]
  expect(found(documents(40).flatMap(copied))).toEqual([])
  const requests = documents(20).flatMap((path) => [...copied(path), open(path), remove])
  expect(found(requests)).toEqual(encrypted('high'))
})

test('says how many files, which ending, and how long', () => {
  const requests = documents(20).flatMap((path) => [open(path), rename(`${path}.qqLock`)])
  const [one] = asked(requests).settled(shareEncryption)
  expect(one?.title).toMatch(
    /^10\.0\.0\.5 gave 20 files on 10\.0\.0\.9 the new ending “qqlock” in \d+ s \(threshold: 20\)$/,
  )
})

test.each([
  [4, []],
  [5, [`ransom_note high ${client} ${server}`]],
])('the same note in %i folders: %j', (count, expected) => {
  const requests = range(count).map((i) => open(`Team ${i}\\HOW_TO_RESTORE_FILES.txt`))
  expect(found([...requests, ...requests])).toEqual(expected)
})

test.each<[string, readonly Uint8Array[]]>([
  ['a backup of each file', documents(60).flatMap((path) => [open(path), rename(`${path}.bak`)])],
  [
    'photographs that are named anew',
    range(60).flatMap((i) => [open(`DSC${i}.jpeg`), rename(`holiday ${i}.jpeg`)]),
  ],
  [
    'pages of which the ending is corrected',
    range(60).flatMap((i) => [open(`page${i}.htm`), rename(`page${i}.html`)]),
  ],
  [
    'documents that are saved by way of another name',
    documents(60).flatMap((path, i) => [open(path), open(`Team\\~WRD${i}.tmp`), rename(path)]),
  ],
  [
    'files that a program copies to the share',
    range(60).flatMap((i) => [open(`a${i}.cr3`), open(`.a${i}.cr3.x${i}`), rename(`a${i}.cr3`)]),
  ],
  [
    'parts of files',
    documents(60).flatMap((path) => [open(path), open(`${path}:Zone.Identifier`)]),
  ],
  [
    'a compiler that writes by way of another name, and deletes its lists',
    range(60).flatMap((i) => [
      open(`part${i}.c`),
      open(`part${i}.c.o.d`),
      open(`part${i}.c.o.tmp-${i}a`),
      rename(`part${i}.c.o`),
      open(`part${i}.c.o.d`),
      remove,
    ]),
  ],
  ['logs that move up', documents(60).flatMap((path) => [open(path), rename(`${path}.1`)])],
  [
    'a source tree with a page of one name in each folder',
    range(60).map((i) => open(`project\\part${i}\\README.md`)),
  ],
])('ordinary: %s', (_, requests) => {
  expect(found(requests)).toEqual([])
})

test('ordinary: a person who renames a file now and then', () => {
  const requests = documents(60).flatMap((path) => [open(path), rename(`${path}.qqlock`)])
  expect(found(requests, 20)).toEqual([])
})
