import { createHash } from 'node:crypto'

/** Given by STIX 2.1, section 2.9. */
const observableNamespace = '00abedb4-aa42-466c-9c01-fed23315a9b7'
const ownNamespace = '6f0a1e0c-6a6d-4b53-9d57-0a8f6f2c4d10'

/** The same id for the same thing in every export. */
export function stixId(type: string, name: string): string {
  return `${type}--${uuidV5(ownNamespace, `${type} ${name}`)}`
}

/** The id that every program gives this address: a hash of what it is made of. */
export function observableId(type: string, value: string): string {
  return `${type}--${uuidV5(observableNamespace, JSON.stringify({ value }))}`
}

/** RFC 9562, section 5.5. */
function uuidV5(namespace: string, name: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex')
  const bytes = createHash('sha1').update(space).update(name).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
