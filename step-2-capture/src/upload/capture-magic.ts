import { constants, gunzipSync } from 'node:zlib'
import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'
import { CaptureReader } from '../pcap/capture-reader.ts'
import { isGzip } from '../pcap/gunzip.ts'
import { Packet } from '../pcap/packet.ts'

/** The head of a capture that tells what it is, also where it is packed. */
export const magicBytes = 512

/**
 * Looks at the first bytes of a file, at least `magicBytes` of them unless it is shorter.
 * @throws AppError `E_NOT_A_CAPTURE` for anything but pcap, pcapng, and gzip of either.
 */
export function checkMagic(head: Uint8Array): void {
  const reader = new CaptureReader()
  reader.push(unpacked(head))
  reader.next(new Packet())
  if (head.length >= 4 && reader.error?.code !== 'E_NOT_A_CAPTURE') return
  throw new AppError(errorCodes.E_NOT_A_CAPTURE, 'the file is not a capture', {
    fix: 'Upload a pcap or pcapng file, plain or packed with gzip.',
  })
}

function unpacked(head: Uint8Array): Uint8Array {
  if (!isGzip(head)) return head
  try {
    // 512 bytes of deflate are half a megabyte at most. The file is cut, so its end is not missed.
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    return head
  }
}
