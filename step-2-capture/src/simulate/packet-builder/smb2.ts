export const SmbCommand = {
  negotiate: 0,
  sessionSetup: 1,
  treeConnect: 3,
  create: 5,
  close: 6,
  read: 8,
  write: 9,
  setInfo: 17,
} as const

export const SmbStatus = {
  success: 0,
  moreProcessingRequired: 0xc0000016,
  accessDenied: 0xc0000022,
  logonFailure: 0xc000006d,
} as const

export interface SmbHeader {
  readonly command: number
  readonly messageId: number
  readonly sessionId: number
  readonly treeId: number
  readonly isResponse: boolean
  readonly status?: number
}

/** An SMB2 message with the four bytes of its TCP framing ahead ([MS-SMB2] 2.2.1.2). */
export function smbMessage(header: SmbHeader, body: Uint8Array): Buffer {
  const fixed = Buffer.alloc(64)
  fixed.set([0xfe, 0x53, 0x4d, 0x42, 64, 0, 1, 0])
  fixed.writeUInt32LE(header.status ?? 0, 8)
  fixed.writeUInt16LE(header.command, 12)
  fixed.writeUInt16LE(header.isResponse ? 33 : 31, 14)
  fixed.writeUInt32LE(header.isResponse ? 1 : 0, 16)
  fixed.writeUInt32LE(header.messageId, 24)
  fixed.writeUInt32LE(0xfeff, 32)
  fixed.writeUInt32LE(header.treeId, 36)
  fixed.writeUInt32LE(header.sessionId, 40)
  return framed(Buffer.concat([fixed, body]))
}

/** An encrypted message of SMB 3 (2.2.41). */
export function smbEncrypted(sessionId: number, ciphertext: Uint8Array): Buffer {
  const header = Buffer.alloc(52)
  header.set([0xfd, 0x53, 0x4d, 0x42])
  header.set(ciphertext.subarray(0, 27), 4)
  header.writeUInt32LE(ciphertext.length, 36)
  header.writeUInt16LE(1, 42)
  header.writeUInt32LE(sessionId, 44)
  return framed(Buffer.concat([header, ciphertext]))
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(message.length, 0)
  return Buffer.concat([length, message])
}

/** Dialects 2.0.2, 2.1, 3.0 and 3.0.2. */
const dialects = [0x0202, 0x0210, 0x0300, 0x0302]

export function negotiateRequest(clientGuid: Uint8Array): Buffer {
  const fixed = fields(36, [2, 36], [2, dialects.length], [2, 1], [2, 0], [4, 0x7f])
  fixed.set(clientGuid.subarray(0, 16), 12)
  return Buffer.concat([fixed, ...dialects.map((dialect) => fields(2, [2, dialect]))])
}

export function negotiateResponse(serverGuid: Uint8Array): Buffer {
  const body = fields(64, [2, 65], [2, 1], [2, 0x0302], [2, 0])
  body.set(serverGuid.subarray(0, 16), 8)
  for (const [offset, value] of [
    [24, 0x7f],
    [28, 1 << 20],
    [32, 1 << 20],
    [36, 1 << 20],
  ] as const) {
    body.writeUInt32LE(value, offset)
  }
  body.writeUInt16LE(128, 56)
  return body
}

export function sessionSetupRequest(token: Uint8Array): Buffer {
  const fixed = fields(24, [2, 25], [1, 0], [1, 1], [4, 1], [4, 0], [2, 88], [2, token.length])
  return Buffer.concat([fixed, token])
}

export function sessionSetupResponse(token: Uint8Array): Buffer {
  return Buffer.concat([fields(8, [2, 9], [2, 0], [2, 72], [2, token.length]), token])
}

/** What a failed request is answered with (2.2.2). */
export function errorResponse(): Buffer {
  return fields(9, [2, 9])
}

export function treeConnectRequest(path: string): Buffer {
  const name = Buffer.from(path, 'utf16le')
  return Buffer.concat([fields(8, [2, 9], [2, 0], [2, 72], [2, name.length]), name])
}

export function treeConnectResponse(shareType: 1 | 2): Buffer {
  return fields(16, [2, 16], [1, shareType], [1, 0], [4, 0], [4, 0], [4, 0x001f01ff])
}

export function createRequest(path: string): Buffer {
  const name = Buffer.from(path, 'utf16le')
  const fixed = fields(56, [2, 57], [1, 0], [1, 0], [4, 2])
  for (const [offset, value] of [
    [24, 0x0012019f],
    [32, 7],
    [36, 3],
    [40, 0x40],
  ] as const) {
    fixed.writeUInt32LE(value, offset)
  }
  fixed.writeUInt16LE(120, 44)
  fixed.writeUInt16LE(name.length, 46)
  return Buffer.concat([fixed, name])
}

export function createResponse(fileId: Uint8Array): Buffer {
  const body = fields(88, [2, 89], [1, 0], [1, 0], [4, 2])
  body.writeUInt32LE(0x20, 56)
  body.set(fileId.subarray(0, 16), 64)
  return body
}

export function writeRequest(fileId: Uint8Array, data: Uint8Array): Buffer {
  const fixed = fields(48, [2, 49], [2, 112], [4, data.length])
  fixed.set(fileId.subarray(0, 16), 16)
  return Buffer.concat([fixed, data])
}

export function writeResponse(count: number): Buffer {
  return fields(16, [2, 17], [2, 0], [4, count])
}

/** A file's new path ([MS-FSCC] 2.4.42.2), set by its id (2.2.39). */
export function renameRequest(fileId: Uint8Array, path: string): Buffer {
  const name = Buffer.from(path, 'utf16le')
  return setFileInformation(
    fileId,
    10,
    Buffer.concat([fields(16), fields(4, [4, name.length]), name]),
  )
}

/** The file is deleted when it is closed ([MS-FSCC] 2.4.11). */
export function deleteRequest(fileId: Uint8Array): Buffer {
  return setFileInformation(fileId, 13, Buffer.from([1]))
}

function setFileInformation(fileId: Uint8Array, kind: number, information: Uint8Array): Buffer {
  const fixed = fields(32, [2, 33], [1, 1], [1, kind], [4, information.length], [2, 96])
  fixed.set(fileId.subarray(0, 16), 16)
  return Buffer.concat([fixed, information])
}

export function setInfoResponse(): Buffer {
  return fields(2, [2, 2])
}

export function closeRequest(fileId: Uint8Array): Buffer {
  const body = fields(24, [2, 24])
  body.set(fileId.subarray(0, 16), 8)
  return body
}

export function closeResponse(): Buffer {
  return fields(60, [2, 60])
}

/** `length` bytes that begin with the given little-endian numbers, each [byte count, value]. */
function fields(
  length: number,
  ...values: readonly (readonly [byteCount: 1 | 2 | 4, value: number])[]
): Buffer {
  const bytes = Buffer.alloc(length)
  let offset = 0
  for (const [byteCount, value] of values) {
    bytes.writeUIntLE(value, offset, byteCount)
    offset += byteCount
  }
  return bytes
}
