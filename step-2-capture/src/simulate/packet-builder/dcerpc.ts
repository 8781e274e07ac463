/** UUIDs as they stand on the wire, with the version of the interface behind them. */
export const RpcInterface = {
  /** Netlogon, 12345678-1234-abcd-ef00-01234567cffb, version 1 ([MS-NRPC]). */
  netlogon: '785634123412cdabef0001234567cffb01000000',
  /** Endpoint mapper, e1af8308-5d1f-11c9-91a4-08002b14a0fa, version 3 (C706 appendix O). */
  endpointMapper: '0883afe11f5dc91191a408002b14a0fa03000000',
  /** Service control manager, 367abb81-9844-35f1-ad32-98f038001003, version 2 ([MS-SCMR]). */
  serviceControl: '81bb7a364498f135ad3298f03800100302000000',
  /** Encrypting File System, c681d488-d850-11d0-8c52-00c04fd90f7e, version 1 ([MS-EFSR]). */
  encryptedFiles: '88d481c650d8d0118c5200c04fd90f7e01000000',
} as const

/** Transfer syntax NDR, 8a885d04-1ceb-11c9-9fe8-08002b104860, version 2. */
const ndr = Buffer.from('045d888aeb1cc9119fe808002b10486002000000', 'hex')

/** Asks for an interface (C706 section 12.6.4.3). */
export function rpcBind(callId: number, interfaceId: string): Buffer {
  const fixed = Buffer.from([0xd0, 0x16, 0xd0, 0x16, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0])
  return rpcMessage(11, callId, Buffer.concat([fixed, Buffer.from(interfaceId, 'hex'), ndr]))
}

export function rpcBindAck(callId: number, port: number): Buffer {
  const address = Buffer.from(`${port}\0`)
  const length = Buffer.from([address.length, 0])
  const padding = Buffer.alloc(-(2 + address.length) & 3)
  const fixed = Buffer.from([0xd0, 0x16, 0xd0, 0x16, 0x4f, 0x2a, 0, 0])
  const result = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0])
  return rpcMessage(12, callId, Buffer.concat([fixed, length, address, padding, result, ndr]))
}

/** A call: number of the operation and its arguments in NDR. */
export function rpcRequest(callId: number, operation: number, stub: Uint8Array): Buffer {
  const fixed = Buffer.alloc(8)
  fixed.writeUInt32LE(stub.length, 0)
  fixed.writeUInt16LE(operation, 6)
  return rpcMessage(0, callId, Buffer.concat([fixed, stub]))
}

export function rpcResponse(callId: number, stub: Uint8Array): Buffer {
  const fixed = Buffer.alloc(8)
  fixed.writeUInt32LE(stub.length, 0)
  return rpcMessage(2, callId, Buffer.concat([fixed, stub]))
}

function rpcMessage(type: number, callId: number, body: Uint8Array): Buffer {
  const header = Buffer.from([5, 0, type, 3, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  header.writeUInt16LE(header.length + body.length, 8)
  header.writeUInt32LE(callId, 12)
  return Buffer.concat([header, body])
}

/** One argument in NDR: its bytes, and the multiple of bytes that it begins at (C706 section 14). */
export interface NdrPart {
  readonly alignment: 1 | 2 | 4
  readonly bytes: Uint8Array
}

/** The arguments of a call one after another, with gaps where one must be aligned. */
export function ndrStub(...parts: readonly NdrPart[]): Buffer {
  let stub = Buffer.alloc(0)
  for (const { alignment, bytes } of parts) {
    const gap = -stub.length & (alignment - 1)
    stub = Buffer.concat([stub, Buffer.alloc(gap), bytes])
  }
  return stub
}

/** A wide string with its three counts; where it may be null, a referent comes first. */
export function ndrString(text: string, pointer: 'pointer' | 'plain' = 'plain'): NdrPart {
  const value = Buffer.from(`${text}\0`, 'utf16le')
  const counts = Buffer.alloc(12)
  counts.writeUInt32LE(value.length / 2, 0)
  counts.writeUInt32LE(value.length / 2, 8)
  const referent = pointer === 'pointer' ? [Buffer.from([0, 0, 2, 0])] : []
  return { alignment: 4, bytes: Buffer.concat([...referent, counts, value]) }
}

export const ndrBytes = (bytes: Uint8Array): NdrPart => ({ alignment: 1, bytes })

export function ndrNumber(value: number, byteCount: 2 | 4): NdrPart {
  const bytes = Buffer.alloc(byteCount)
  bytes.writeUIntLE(value, 0, byteCount)
  return { alignment: byteCount, bytes }
}
