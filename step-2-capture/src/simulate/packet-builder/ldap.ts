import { BerTag, ber, berInteger } from './ber.ts'

const text = (value: string) => ber(BerTag.octetString, Buffer.from(value))
const boolean = 0x01

export interface SearchFields {
  readonly base?: string
  /** 0 for the entry itself, 2 for the whole tree. */
  readonly scope?: number
  readonly filter: Buffer
}

/** A search request of LDAP (RFC 4511, section 4.5.1) for all attributes. */
export function ldapSearch({
  base = 'DC=office,DC=example',
  scope = 2,
  filter,
}: SearchFields): Buffer {
  const search = ber(
    0x63,
    text(base),
    Buffer.from([0x0a, 1, scope, 0x0a, 1, 0]),
    berInteger(1000),
    berInteger(0),
    ber(boolean, Buffer.from([0])),
    filter,
    ber(BerTag.sequence),
  )
  return ber(BerTag.sequence, berInteger(2), search)
}

/** Conditions of a filter. */
export const ldapFilter = {
  and: (...filters: readonly Buffer[]) => ber(0xa0, ...filters),
  not: (filter: Buffer) => ber(0xa2, filter),
  equal: (attribute: string, value: string) => ber(0xa3, text(attribute), text(value)),
  startsWith: (attribute: string, value: string) =>
    ber(0xa4, text(attribute), ber(BerTag.sequence, ber(0x80, Buffer.from(value)))),
  present: (attribute: string) => ber(0x87, Buffer.from(attribute)),
  /** The bitwise AND of Active Directory. */
  hasBit: (attribute: string, bit: number) =>
    ber(
      0xa9,
      ber(0x81, Buffer.from('1.2.840.113556.1.4.803')),
      ber(0x82, Buffer.from(attribute)),
      ber(0x83, Buffer.from(`${bit}`)),
    ),
}

/** An entry that was found, with its name alone (section 4.5.2). */
export function ldapEntry(name: string): Buffer {
  return ber(BerTag.sequence, berInteger(2), ber(0x64, text(name), ber(BerTag.sequence)))
}
