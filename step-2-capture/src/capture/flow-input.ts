import { isIP } from 'node:net'
import { z } from '@hono/zod-openapi'

/** 10,000 flows are 3 MB of JSON and are judged in about a second. */
export const flowInputCountMax = 10_000
/** 2106, where the 32-bit times of capture files end. */
const secondsMax = 4_294_967_295
const countMax = 1e12

const address = z
  .string()
  .max(45)
  .refine((text) => isIP(text) !== 0, 'is no IPv4 or IPv6 address')

const protocolNumbers: Record<string, number> = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58, sctp: 132 }

/** A name or an IP protocol number. */
const protocol = z
  .union([z.number().int().min(0).max(255), z.string().max(16)])
  .transform((given, issues) => {
    const number = typeof given === 'number' ? given : numberOf(given)
    if (number !== undefined) return number
    issues.addIssue('is neither a protocol number nor tcp, udp, icmp, icmpv6 or sctp')
    return z.NEVER
  })

/** Epoch seconds, or RFC 3339. */
const timestamp = z
  .union([z.number(), z.iso.datetime({ offset: true, local: true })])
  .transform((given) => (typeof given === 'number' ? given : Date.parse(given) / 1000))
  .pipe(z.number().min(0).max(secondsMax))

const count = z.number().int().min(0).max(countMax)

/** One flow as a collector records it; the sender is the end that opened it. */
export const flowInput = z
  .strictObject({
    timestamp,
    src_ip: address,
    dst_ip: address,
    src_port: z.number().int().min(0).max(65_535).default(0),
    dst_port: z.number().int().min(0).max(65_535).default(0),
    protocol,
    bytes_sent: count.default(0),
    bytes_received: count.default(0),
    packets_sent: count.default(1),
    packets_received: count.default(0),
    duration: z.number().min(0).max(secondsMax).default(0),
    additional_features: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ src_ip, dst_ip }) => isIP(src_ip) === isIP(dst_ip), 'mixes IPv4 and IPv6')
  .refine((flow) => flow.packets_sent + flow.packets_received > 0, 'has no packets')
export type FlowInput = z.infer<typeof flowInput>

function numberOf(text: string): number | undefined {
  const name = text.toLowerCase()
  if (Object.hasOwn(protocolNumbers, name)) return protocolNumbers[name]
  return /^\d{1,3}$/.test(text) && Number(text) < 256 ? Number(text) : undefined
}
