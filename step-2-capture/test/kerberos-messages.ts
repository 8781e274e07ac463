import { ber } from '../src/simulate/packet-builder/ber.ts'

const sequence = 0x30
const number = (value: number) =>
  Buffer.from(value < 128 ? [2, 1, value] : [2, 2, value >> 8, value & 255])
const field = (index: number, ...parts: Uint8Array[]) => ber(0xa0 + index, ...parts)
const text = (value: string) => ber(0x1b, Buffer.from(value))

/** In TCP the length stands first. */
export function overTcp(message: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(message.length, 0)
  return Buffer.concat([length, message])
}

/** A KRB-ERROR with this code (RFC 4120, section 5.9.1). */
export function kerberosError(code: number): Buffer {
  const fields = [field(0, number(5)), field(1, number(30)), field(6, number(code))]
  return ber(0x7e, ber(sequence, ...fields))
}

/** A TGS-REQ for a database (section 5.4.1), behind a ticket of this many bytes. */
export function ticketRequest(
  service: string,
  ciphers: readonly number[],
  ticketBytes = 40,
  { sessionCipher = 0, serviceClass = 'MSSQLSvc' } = {},
): Buffer {
  const names = ber(sequence, text(serviceClass), text(service))
  const body = ber(
    sequence,
    field(0, Buffer.from('03050040810010', 'hex')),
    field(2, text('LAB.EXAMPLE')),
    field(3, ber(sequence, field(0, number(2)), field(1, names))),
    field(8, ber(sequence, ...ciphers.map(number))),
  )
  const other = ber(0x04, Buffer.alloc(ticketBytes, 0xa8))
  const proof = sessionCipher === 0 ? other : padata(1, applicationRequest(sessionCipher))
  const ticket = field(3, ber(sequence, proof))
  return ber(0x6c, ber(sequence, field(1, number(5)), field(2, number(12)), ticket, field(4, body)))
}

function padata(type: number, value: Uint8Array): Buffer {
  return ber(sequence, field(1, number(type)), field(2, ber(0x04, value)))
}

const encrypted = (cipher: number) =>
  ber(sequence, field(0, number(cipher)), field(2, ber(0x04, Buffer.alloc(60, 9))))

function domainTicket(cipher: number): Buffer {
  const names = ber(sequence, text('krbtgt'), text('LAB.EXAMPLE'))
  const name = ber(sequence, field(0, number(2)), field(1, names))
  const parts = [field(0, number(5)), field(1, text('LAB.EXAMPLE')), field(2, name)]
  return ber(0x61, ber(sequence, ...parts, field(3, encrypted(cipher))))
}

/** An AP-REQ (section 5.5.1) with a ticket in AES, and what the session key encrypts. */
function applicationRequest(sessionCipher: number): Buffer {
  const flags = field(2, Buffer.from('03050000000000', 'hex'))
  const parts = [field(0, number(5)), field(1, number(14)), flags]
  const proof = field(4, encrypted(sessionCipher))
  return ber(0x6e, ber(sequence, ...parts, field(3, domainTicket(18)), proof))
}

/** An AS-REQ (section 5.4.1) with these pre-authentication types. */
export function loginRequest(ciphers: readonly number[], proofs: readonly number[]): Buffer {
  const user = ber(sequence, text('user'))
  const body = ber(
    sequence,
    field(0, Buffer.from('03050040810010', 'hex')),
    field(1, ber(sequence, field(0, number(1)), field(1, user))),
    field(2, text('LAB.EXAMPLE')),
    field(8, ber(sequence, ...ciphers.map(number))),
  )
  const list = field(3, ber(sequence, ...proofs.map((type) => padata(type, encrypted(23)))))
  return ber(0x6a, ber(sequence, field(1, number(5)), field(2, number(10)), list, field(4, body)))
}

/** An AS-REP (section 5.4.2) whose ticket is in this cipher. */
export function loginReply(ticketCipher: number): Buffer {
  const parts = [field(0, number(5)), field(1, number(11)), field(3, text('LAB.EXAMPLE'))]
  const name = ber(sequence, field(0, number(1)), field(1, ber(sequence, text('user'))))
  const ticket = field(5, domainTicket(ticketCipher))
  return ber(0x6b, ber(sequence, ...parts, field(4, name), ticket, field(6, encrypted(23))))
}
