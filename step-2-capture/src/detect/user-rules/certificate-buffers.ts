import { createHash } from 'node:crypto'
import { BerTag, BerValue } from '../../decode/ber.ts'
import { latin1Text } from '../../decode/latin1.ts'
import type { BufferName } from './buffer-name.ts'

/** Tags of a certificate (RFC 5280, section 4.1). */
const versionTag = 0xa0
const setTag = 0x31
const wideTextTag = 0x1e
/** Parts of a name that are read; real names have up to a dozen. */
const namePartCountMax = 32

/** Attributes of a name, as certificates are written down (RFC 4514, section 3). */
const attributeNames: Readonly<Record<string, string>> = {
  '550403': 'CN',
  '550405': 'serialNumber',
  '550406': 'C',
  '550407': 'L',
  '550408': 'ST',
  '55040a': 'O',
  '55040b': 'OU',
  '2a864886f70d010901': 'emailAddress',
  '0992268993f22c640119': 'DC',
}

/** What rules read of a certificate (DER): subject, issuer, serial number, SHA-1. */
export function certificateBuffers(bytes: Uint8Array): [BufferName, Uint8Array][] {
  const fingerprint = pairs(createHash('sha1').update(bytes).digest('hex'))
  const found: [BufferName, Uint8Array][] = [['tls.cert_fingerprint', Buffer.from(fingerprint)]]
  const value = new BerValue()
  const end = bytes.length
  if (!value.readAs(BerTag.sequence, bytes, 0, end)) return found
  if (!value.readAs(BerTag.sequence, bytes, value.start, end)) return found
  let at = value.start
  if (value.readAs(versionTag, bytes, at, end)) at = value.end
  if (!value.readAs(BerTag.integer, bytes, at, end)) return found
  const serial = Buffer.from(bytes.subarray(value.start, value.end)).toString('hex').toUpperCase()
  found.push(['tls.cert_serial', Buffer.from(pairs(serial.replace(/^00(?=..)/, '')))])
  // The signature's algorithm, the issuer, the time, the subject.
  const names: string[] = []
  for (let part = 0; part < 4; part++) {
    if (!value.readAs(BerTag.sequence, bytes, value.end, end)) return found
    names.push(part % 2 === 1 ? nameText(bytes, value.start, value.end) : '')
  }
  const [, issuer = '', , subject = ''] = names
  found.push(['tls.cert_issuer', Buffer.from(issuer, 'latin1')])
  found.push(['tls.cert_subject', Buffer.from(subject, 'latin1')])
  return found
}

/** A name as `C=US, O=Example, CN=example.com`, in its own order. */
function nameText(bytes: Uint8Array, start: number, end: number): string {
  const set = new BerValue()
  const pair = new BerValue()
  const parts: string[] = []
  for (let at = start; parts.length < namePartCountMax && set.readAs(setTag, bytes, at, end); ) {
    at = set.end
    if (!pair.readAs(BerTag.sequence, bytes, set.start, set.end)) continue
    const limit = pair.end
    if (!pair.read(bytes, pair.start, limit)) continue
    const identifier = Buffer.from(bytes.subarray(pair.start, pair.end)).toString('hex')
    if (!pair.read(bytes, pair.end, limit)) continue
    const text = latin1Text(bytes, pair.start, Math.min(pair.end, limit))
    const plain = pair.tag === wideTextTag ? text.replaceAll('\0', '') : text
    parts.push(`${attributeNames[identifier] ?? identifier}=${plain}`)
  }
  return parts.join(', ')
}

function pairs(digits: string): string {
  return digits.replace(/..(?=.)/g, '$&:')
}
