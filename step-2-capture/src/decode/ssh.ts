import { latin1Text } from './latin1.ts'

/** RFC 4253, section 4.2: at most 255 bytes with the line end. */
export const sshBannerLengthMax = 255

/** What a side of an SSH connection says of itself in its first line. */
export interface SshBanner {
  /** `2.0`, or `1.99` for a server that knows both. */
  readonly protocol: string
  /** For example `OpenSSH_9.6`. */
  readonly software: string
  readonly comments: string
}

const prefix = Buffer.from('SSH-')

/** Whether the payload starts as an SSH banner does; the cheap question before `parseSshBanner`. */
export function isSshBanner(bytes: Uint8Array, offset: number, length: number): boolean {
  if (length < prefix.length) return false
  for (let i = 0; i < prefix.length; i++) if (bytes[offset + i] !== prefix[i]) return false
  return true
}

/** The identification string (RFC 4253, section 4.2) that a payload starts with, or null. */
export function parseSshBanner(
  bytes: Uint8Array,
  offset: number,
  length: number,
): SshBanner | null {
  if (!isSshBanner(bytes, offset, length)) return null
  const limit = offset + Math.min(length, sshBannerLengthMax)
  let end = offset
  // Some clients fill the line with zeros.
  while (end < limit && bytes[end] !== 10 && bytes[end] !== 13 && bytes[end] !== 0) end++
  const line = latin1Text(bytes, offset, end)
  const parts = /^SSH-([0-9.]+)-([^ ]*) ?(.*)$/s.exec(line)
  if (parts === null) return null
  const [, protocol = '', software = '', comments = ''] = parts
  return { protocol, software, comments }
}
