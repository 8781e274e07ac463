import { expect, test } from 'vitest'
import {
  errorResponse,
  SmbStatus,
  sessionSetupRequest,
  smbMessage,
  writeRequest,
} from '../simulate/packet-builder/smb2.ts'
import { Random } from '../simulate/random.ts'
import { SmbCommand, SmbMessage } from './smb.ts'

const ids = { messageId: 4, sessionId: 1, treeId: 1 }
const data = Buffer.from('a call in a pipe')
const write = smbMessage(
  { ...ids, command: SmbCommand.write, isResponse: false },
  writeRequest(Buffer.alloc(16, 1), data),
)

/** FSCTL_PIPE_TRANSCEIVE ([MS-SMB2] 2.2.31): the input follows the fixed part. */
function control(input: Uint8Array): Buffer {
  const body = Buffer.alloc(56)
  body.writeUInt16LE(57, 0)
  body.writeUInt32LE(0x0011_c017, 4)
  body.writeUInt32LE(64 + 56, 24)
  body.writeUInt32LE(input.length, 28)
  const header = { ...ids, command: SmbCommand.control, isResponse: false }
  return smbMessage(header, Buffer.concat([body, input]))
}

/** SMB 1 as [MS-CIFS] 2.2.3.1 has it. */
function smb1(command: number, status: number): Buffer {
  const message = Buffer.alloc(4 + 40)
  message.writeUInt32BE(40, 0)
  message.set([0xff, 0x53, 0x4d, 0x42, command], 4)
  message.writeUInt32LE(status, 9)
  message[13] = 0x98
  return message
}

function parse(message: Uint8Array, length = message.length) {
  const bytes = Buffer.concat([Buffer.from('##'), message, Buffer.from('##')])
  const smb = new SmbMessage(1)
  const isRead = smb.parse(bytes, 2, 2 + length)
  return { isRead, smb, data: bytes.subarray(smb.dataStart, smb.dataEnd) }
}

test.each([
  ['a write', write],
  ['a control of a pipe', control(data)],
])('reads the data of %s', (_, message) => {
  const { isRead, smb, data: read } = parse(message)
  expect([isRead, smb.isResponse]).toEqual([true, false])
  expect(read).toEqual(data)
})

/** A request of SMB 1 with these words and data behind them; a word is its number and value. */
function request1(command: number, words: Readonly<Record<number, number>>): Buffer {
  const fixed = Buffer.alloc(4 + 33 + 34)
  fixed.set([0xff, 0x53, 0x4d, 0x42, command], 4)
  fixed[36] = 16
  for (const [word, value] of Object.entries(words)) fixed.writeUInt16LE(value, 37 + 2 * +word)
  return Buffer.concat([fixed, data])
}

test.each([
  ['WRITE_ANDX', request1(0x2f, { 2: 0x4001, 10: data.length, 11: 33 + 34 })],
  ['TRANSACTION', request1(0x25, { 11: data.length, 12: 33 + 34, 14: 0x26, 15: 0x4001 })],
])('reads file and data of %s', (_, message) => {
  const { smb, data: read } = parse(message)
  expect([smb.file, smb.isResponse]).toEqual([0x4001, false])
  expect(read).toEqual(data)
  for (let length = 0; length <= message.length; length++) {
    const cut = parse(message, length).data
    expect(cut).toEqual(data.subarray(0, cut.length))
  }
})

test('tells the pipes of two requests apart', () => {
  const header = { ...ids, command: SmbCommand.write, isResponse: false }
  const pipe = (id: number) => parse(smbMessage(header, writeRequest(Buffer.alloc(16, id), data)))
  expect(pipe(1).smb.file).toBe(parse(write).smb.file)
  expect(pipe(1).smb.file).not.toBe(pipe(2).smb.file)
})

test('reads command and status of a response', () => {
  const header = { ...ids, command: SmbCommand.sessionSetup, isResponse: true }
  const refused = smbMessage({ ...header, status: SmbStatus.logonFailure }, errorResponse())
  expect(parse(refused).smb).toMatchObject({
    command: SmbCommand.sessionSetup,
    status: 0xc000_006d,
    isResponse: true,
  })
  expect(parse(smb1(0x73, 0xc000_006d)).smb).toMatchObject({
    command: SmbCommand.sessionSetup1,
    status: 0xc000_006d,
    isResponse: true,
  })
})

test('a request of another kind has no data', () => {
  const header = { ...ids, command: SmbCommand.sessionSetup, isResponse: false }
  const { smb, data: read } = parse(smbMessage(header, sessionSetupRequest(Buffer.from('token'))))
  expect(smb.command).toBe(SmbCommand.sessionSetup)
  expect(read).toHaveLength(0)
})

test('an encrypted message is not read', () => {
  const message = Buffer.from(write)
  message[4] = 0xfd
  expect(parse(message).isRead).toBe(false)
})

test('reads as much of a truncated message as there is', () => {
  for (let length = 0; length <= write.length; length++) {
    const { isRead, data: read } = parse(write, length)
    expect(isRead).toBe(length >= 4 + 64)
    expect(read).toEqual(data.subarray(0, Math.max(0, length - 4 - 112)))
  }
  const old = smb1(0x73, 1)
  for (let length = 0; length <= old.length; length++) {
    expect(parse(old, length).isRead).toBe(length >= 4 + 32)
  }
})

test('never reads data beyond the message, whatever a stranger sends', () => {
  const random = new Random('smb')
  for (let i = 0; i < 5_000; i++) {
    const message = Buffer.from(i % 2 ? write : control(data))
    for (let n = 0; n < 3; n++) message[random.integer(16, 110)] = random.integer(0, 255)
    const { smb } = parse(message)
    expect(smb.dataEnd).toBeLessThanOrEqual(2 + message.length)
    expect(smb.dataStart).toBeLessThanOrEqual(smb.dataEnd)
  }
})
