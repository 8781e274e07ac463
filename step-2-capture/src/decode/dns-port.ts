import type { Frame } from './frame.ts'

export const dnsPort = 53

/** Whether either end of the frame's transport is a DNS server. */
export function isDns(frame: Frame): boolean {
  return (
    (frame.sourcePort === dnsPort || frame.destinationPort === dnsPort) && frame.payloadLength > 0
  )
}
