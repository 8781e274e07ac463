import { z } from '@hono/zod-openapi'
import { FlowState } from '../flow/flow-column.ts'
import { sourceKind } from '../pcap/source-kind.ts'
import { addressFilter } from './address-match.ts'

export const flowStates = Object.keys(FlowState) as (keyof typeof FlowState)[]

/** Why a flow is shown: it is open, was open for long (`active`), or ended in one of these ways. */
export const flowEnds = ['open', 'active', 'closed', 'idle', 'evicted', 'capture_end'] as const

/** A flow as people see it. The sender is the end that opened it. */
export const flowRecord = z
  .object({
    sensor: z.string().describe('Name of the machine that saw it'),
    community_id: z.string().describe('Community ID v1, seed 0, as Zeek and Suricata show it'),
    src_ip: z.string().describe('The end that opened the flow'),
    src_port: z.number().int().describe('Of ICMP the type of the first message'),
    dst_ip: z.string().describe('The other end'),
    dst_port: z.number().int().describe('Of ICMP the code of the first message'),
    proto: z.number().int().describe('IP protocol number (IANA)'),
    proto_name: z.string().describe('Its name'),
    state: z.enum(flowStates).describe('What a bystander can tell of it (RFC 9293)'),
    open: z.boolean().describe('Whether it may still grow'),
    end: z.enum(flowEnds).describe('How it left the table, `open` while it is in there'),
    first_seen: z.iso.datetime().describe('Traffic time of the first packet'),
    last_seen: z.iso.datetime().describe('Traffic time of the last packet'),
    duration_seconds: z.number().describe('s: last_seen - first_seen'),
    handshake_seconds: z
      .number()
      .nullable()
      .describe('s: TCP, from the first SYN to the ACK that completes the handshake; else null'),
    mean_gap_seconds: z
      .number()
      .nullable()
      .describe('s: duration / (packets both ways - 1); null of a single packet'),
    packets_sent: z.number().int().describe('packets: from the end that opened the flow'),
    packets_received: z.number().int().describe('packets: from the other end'),
    bytes_sent: z.number().describe('bytes: on the wire, of packets_sent, link headers included'),
    bytes_received: z.number().describe('bytes: on the wire, of packets_received'),
    payload_bytes_sent: z.number().describe('bytes: transport payload sent, by the headers'),
    payload_bytes_received: z.number().describe('bytes: transport payload received'),
    flags_sent: z.string().describe('TCP, every flag that it ever sent, of FSRPAUEC'),
    flags_received: z.string().describe('TCP, every flag of the other end'),
    retransmissions: z
      .number()
      .int()
      .describe('segments: TCP, both ways, that end at or below the highest byte sent so far'),
    tls_server_name: z
      .string()
      .nullable()
      .describe('TLS and QUIC: the name that the client asks for (SNI), or null'),
    ja3: z.string().nullable().describe('TLS over TCP: the fingerprint JA3 of the client, or null'),
    ja4: z.string().nullable().describe('TLS and QUIC: the fingerprint JA4 of the client, or null'),
    application: z
      .string()
      .describe('TCP: what it speaks, by its first bytes; `unknown` where that is not known'),
    names: z.array(z.string()).optional().describe('DNS, HTTP, TLS: the names that it asked for'),
    urls: z.array(z.string()).optional().describe('HTTP: the addresses that it requested in clear'),
    certificate: z
      .object({ subject: z.string(), issuer: z.string() })
      .nullable()
      .optional()
      .describe('TLS: what the certificate of the server says, unchecked'),
    capture: z
      .object({ source: sourceKind, name: z.string() })
      .optional()
      .describe('Which capture it was seen in, of flows that are kept'),
    run_id: z.string().optional().describe('Which run saw it, of flows that are kept'),
  })
  .openapi('Flow')
export type FlowRecord = z.infer<typeof flowRecord>

const port = z.coerce.number().int().min(0).max(65_535).optional()

const word = z.string().min(1).max(255).optional()

/** What is not named here is refused, so that a misspelt filter never shows everything. */
export const flowQuery = z.strictObject({
  /** The address of either end, or a network that it is in. */
  ip: addressFilter.optional(),
  src_ip: addressFilter.optional(),
  dst_ip: addressFilter.optional(),
  /** The port of either end. */
  port,
  src_port: port,
  dst_port: port,
  community_id: z.string().max(64).optional(),
  proto: z.coerce.number().int().min(0).max(255).optional(),
  state: z.enum(flowStates).optional(),
  /** Whether it may still grow. */
  open: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  application: word,
  /** A name that it asked for, or a domain that the name is in. */
  name: word,
  ja3: word,
  ja4: word,
  sensor: word,
  /** Which run saw it; a capture that was started again is still the same run. */
  run_id: word,
  source: sourceKind.optional(),
  /** Traffic time, RFC 3339: flows that were seen at some moment of it. */
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
})
export type FlowQuery = z.infer<typeof flowQuery>

export interface FlowPage {
  readonly total: number
  readonly flows: readonly FlowRecord[]
}
