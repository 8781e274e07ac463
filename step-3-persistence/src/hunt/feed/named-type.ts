import type { IndicatorType } from '../indicator/indicator.ts'

/** What MISP, OTX and CSV feeds call the types, in lower case. An address's family its text tells. */
const names: Readonly<Record<string, IndicatorType>> = {
  domain: 'domain',
  hostname: 'domain',
  fqdn: 'domain',
  url: 'url',
  uri: 'url',
  md5: 'md5',
  md5_hash: 'md5',
  'filehash-md5': 'md5',
  'filename|md5': 'md5',
  sha1: 'sha1',
  sha1_hash: 'sha1',
  'filehash-sha1': 'sha1',
  'filename|sha1': 'sha1',
  sha256: 'sha256',
  sha256_hash: 'sha256',
  'filehash-sha256': 'sha256',
  'filename|sha256': 'sha256',
  ja3: 'ja3',
  'ja3-fingerprint-md5': 'ja3',
  ja4: 'ja4',
  'ja4-fingerprint': 'ja4',
  email: 'email',
  'email-src': 'email',
  'email-dst': 'email',
}

/** The type that a feed's name of it means; undefined where the text of the value has to tell. */
export function namedType(name: string | undefined): IndicatorType | undefined {
  const key = name?.toLowerCase() ?? ''
  return Object.hasOwn(names, key) ? names[key] : undefined
}
