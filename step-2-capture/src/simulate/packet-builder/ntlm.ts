/** Flags that Windows sets: Unicode, NTLM, extended security, target information, 128 bit. */
const flags = 0xe2898215
const signature = Buffer.from('NTLMSSP\0', 'latin1')
const version = Buffer.from([10, 0, 0x61, 0x58, 0, 0, 0, 15])

export interface NtlmServer {
  readonly domain: string
  readonly computer: string
}

/** The client's opening of an NTLM login ([MS-NLMP] 2.2.1.1). */
export function ntlmNegotiate(): Buffer {
  const fixed = Buffer.alloc(20)
  fixed.writeUInt32LE(flags, 0)
  return Buffer.concat([signature, type(1), fixed, version])
}

/** The server's challenge with its names (2.2.1.2). */
export function ntlmChallenge(server: NtlmServer, challenge: Uint8Array): Buffer {
  const target = unicode(server.domain)
  const information = targetInformation(server)
  const fixed = Buffer.alloc(12)
  fixed.writeUInt32LE(flags, 0)
  fixed.set(challenge, 4)
  const parts = [field(target, 56), fixed, Buffer.alloc(8), field(information, 56 + target.length)]
  return Buffer.concat([signature, type(2), ...parts, version, target, information])
}

export interface NtlmLogin extends NtlmServer {
  readonly user: string
  readonly workstation: string
  /** 16 bytes that prove the password, and 8 of the client's own challenge. */
  readonly proof: Uint8Array
  readonly clientChallenge: Uint8Array
}

/** The client's answer to the challenge: NTLMv2 (2.2.1.3). */
export function ntlmAuthenticate(login: NtlmLogin): Buffer {
  const blob = [Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]), Buffer.alloc(8), login.clientChallenge]
  const answer = Buffer.concat([
    login.proof,
    ...blob,
    Buffer.alloc(4),
    targetInformation(login),
    Buffer.alloc(4),
  ])
  const values = [
    Buffer.alloc(24),
    answer,
    unicode(login.domain),
    unicode(login.user),
    unicode(login.workstation),
    Buffer.from(login.proof),
  ]
  let offset = 88
  const fields = values.map((value) => {
    const described = field(value, offset)
    offset += value.length
    return described
  })
  const fixed = Buffer.alloc(4)
  fixed.writeUInt32LE(flags, 0)
  return Buffer.concat([signature, type(3), ...fields, fixed, version, login.proof, ...values])
}

export function unicode(text: string): Buffer {
  return Buffer.from(text, 'utf16le')
}

function type(value: number): Buffer {
  return Buffer.from([value, 0, 0, 0])
}

/** Where a value stands: its length twice, then its offset. */
function field(value: Uint8Array, offset: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt16LE(value.length, 0)
  bytes.writeUInt16LE(value.length, 2)
  bytes.writeUInt32LE(offset, 4)
  return bytes
}

function targetInformation({ domain, computer }: NtlmServer): Buffer {
  const pair = (id: number, value: Buffer) => {
    const head = Buffer.alloc(4)
    head.writeUInt16LE(id, 0)
    head.writeUInt16LE(value.length, 2)
    return Buffer.concat([head, value])
  }
  return Buffer.concat([
    pair(2, unicode(domain)),
    pair(1, unicode(computer)),
    pair(0, Buffer.alloc(0)),
  ])
}
