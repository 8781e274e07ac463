import { BerTag, ber, berInteger, berObjectId } from './ber.ts'

export interface SnmpFields {
  readonly operation: 'get' | 'response'
  readonly requestId: number
  /** The name that stands for a password; `public` by default. */
  readonly community?: string
  /** Object and its value; a request leaves the value out. */
  readonly bindings: readonly (readonly [objectId: string, value?: number | string])[]
}

/** An SNMP message of version 2c (RFC 3416). */
export function snmpMessage(fields: SnmpFields): Buffer {
  const { operation, requestId, bindings, community: name = 'public' } = fields
  const values = bindings.map(([objectId, value]) =>
    ber(BerTag.sequence, berObjectId(objectId), encodeValue(value)),
  )
  const body = [
    berInteger(requestId),
    berInteger(0),
    berInteger(0),
    ber(BerTag.sequence, ...values),
  ]
  const pdu = ber(operation === 'get' ? 0xa0 : 0xa2, ...body)
  const community = ber(BerTag.octetString, Buffer.from(name))
  return ber(BerTag.sequence, berInteger(1), community, pdu)
}

function encodeValue(value: number | string | undefined): Buffer {
  if (value === undefined) return ber(BerTag.null)
  return typeof value === 'number' ? berInteger(value) : ber(BerTag.octetString, Buffer.from(value))
}
