import { CaptureFile, standardInput } from '../capture/capture-file.ts'
import type { PacketSource } from '../capture/packet-source.ts'

/** A capture named on the command line; `-` is standard input. Links are followed: the user asks. */
export function openInput(file: string): PacketSource {
  return file === '-'
    ? standardInput(process.stdin)
    : new CaptureFile({ path: file, links: 'follow' })
}
