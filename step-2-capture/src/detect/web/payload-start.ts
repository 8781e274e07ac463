import { latin1Text } from '../../decode/latin1.ts'
import { isProgram } from '../../decode/program-start.ts'
import { isOpaqueBody } from './coded-body.ts'

/** Random bytes have 7.1 bits in 256 B and 7.8 in a full segment; code and tables have below 6. */
const encrypted = { opaqueBytesMin: 256, opaqueEntropyMin: 6.5 }

/** What is packed as well, but says what it is. */
const knownStarts: readonly string[] = [
  ...['PK', '\x1f\x8b', 'BZh', '\xfd7zXZ', '7z\xbc', 'Rar!', 'MSCF', 'Cr24', '(\xb5/\xfd'], // archives
  ...['x\x01', 'x\x9c', 'x\xda'], // zlib (RFC 1950)
  ...['\x89PNG', '\xff\xd8', 'GIF8', 'BM'], // pictures
  ...['RIFF', 'OggS', 'ID3', '\xff\xf2', '\xff\xf3', '\xff\xfb', 'FLV', '\x1aE\xdf\xa3', '0&\xb2u'], // sounds, films
  ...['CWS', 'FWS', 'ZWS', '%PDF', '\xd0\xcf\x11\xe0', '\xca\xfe\xba\xbe'], // Flash, documents, Java
  ...['wOF', 'OTTO', '\0\x01\0\0'], // fonts
]
/** The first box of an MPEG-4 film stands behind its length. */
const filmBoxes = ['ftyp', 'moov', 'styp', 'sidx', 'moof']
/** Each packet of an MPEG-2 transport stream begins with a G. */
const transportPacketBytes = 188

/** Whether `bytes[start, end)` begins with a program, or with one that is encrypted. */
export function startsPayload(bytes: Uint8Array, start: number, end: number): boolean {
  if (isProgram(bytes, start, end)) return true
  if (!isOpaqueBody(bytes, start, end, encrypted)) return false
  const text = latin1Text(bytes, start, start + encrypted.opaqueBytesMin)
  if (knownStarts.some((known) => text.startsWith(known))) return false
  if (filmBoxes.some((box) => text.startsWith(box, 4))) return false
  return !(text.startsWith('G') && text.startsWith('G', transportPacketBytes))
}
