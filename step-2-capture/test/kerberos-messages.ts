import { ber } from '../src/simulate/packet-builder/ber.ts'

const sequence = 0x30
const number = (value: number) => Buffer.from([2, 1, value])
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
): Buffer {
  const names = ber(sequence, text('MSSQLSvc'), text(service))
  const body = ber(
    sequence,
    field(0, Buffer.from('03050040810010', 'hex')),
    field(2, text('LAB.EXAMPLE')),
    field(3, ber(sequence, field(0, number(2)), field(1, names))),
    field(8, ber(sequence, ...ciphers.map(number))),
  )
  const ticket = field(3, ber(sequence, ber(0x04, Buffer.alloc(ticketBytes, 0xa8))))
  return ber(0x6c, ber(sequence, field(1, number(5)), field(2, number(12)), ticket, field(4, body)))
}
