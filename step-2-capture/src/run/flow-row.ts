import { IpProtocol, TcpFlag } from '../decode/frame.ts'
import { protocolName } from '../decode/protocol-names.ts'
import { applicationNames } from '../flow/application.ts'
import { communityId } from '../flow/community-id.ts'
import { FlowColumn, FlowEnd, FlowState } from '../flow/flow-column.ts'
import type { TlsSession } from '../flow/tls-sessions.ts'
import { isoTimeOfUs } from '../pcap/iso-time.ts'
import type { FlowRecord } from './flow-record.ts'

/** A flow where it lies: its columns, and what they do not say. */
export interface FlowRow {
  /** Name of the machine that saw it. */
  readonly sensor: string
  readonly values: Float64Array
  /** Where the flow's columns start in `values`. */
  readonly at: number
  readonly source: string
  readonly target: string
  readonly end: FlowRecord['end']
  /** An Application. */
  readonly application: number
  /** Undefined where it has none that was read. */
  readonly tls: TlsSession | undefined
}

/** The name of each FlowEnd. */
export const flowEndNames: readonly FlowRecord['end'][] = Object.entries(FlowEnd)
  .sort(([, a], [, b]) => a - b)
  .map(([name]) => (name === 'captureEnd' ? 'capture_end' : (name as FlowRecord['end'])))

const stateNames = Object.entries(FlowState)
  .sort(([, a], [, b]) => a - b)
  .map(([name]) => name as keyof typeof FlowState)

/** Its Community ID, which is hashed each time. */
export function communityIdOf({ values, at, source, target }: FlowRow): string {
  return communityId({
    protocol: values[at + FlowColumn.protocol] as number,
    source,
    destination: target,
    sourcePort: values[at + FlowColumn.originatorPort] as number,
    destinationPort: values[at + FlowColumn.responderPort] as number,
  })
}

/** The flow as it is shown. Hashes its Community ID, some 3 µs: for flows that are shown. */
export function toFlowRecord(flow: FlowRow): FlowRecord {
  const column = (index: number) => flow.values[flow.at + index] as number
  const proto = column(FlowColumn.protocol)
  const ports = [column(FlowColumn.originatorPort), column(FlowColumn.responderPort)] as const
  const isOpen = flow.end === 'open' || flow.end === 'active'
  return {
    sensor: flow.sensor,
    community_id: communityIdOf(flow),
    src_ip: flow.source,
    src_port: ports[0],
    dst_ip: flow.target,
    dst_port: ports[1],
    proto,
    proto_name: protocolName(proto),
    state: stateNames[column(FlowColumn.state)] ?? 'attempted',
    open: isOpen,
    end: flow.end,
    ...timing(flow),
    packets_sent: column(FlowColumn.originatorPackets),
    packets_received: column(FlowColumn.responderPackets),
    bytes_sent: column(FlowColumn.originatorBytes),
    bytes_received: column(FlowColumn.responderBytes),
    payload_bytes_sent: column(FlowColumn.originatorPayloadBytes),
    payload_bytes_received: column(FlowColumn.responderPayloadBytes),
    flags_sent: flagLetters(column(FlowColumn.originatorFlags)),
    flags_received: flagLetters(column(FlowColumn.responderFlags)),
    retransmissions: column(FlowColumn.retransmissions),
    tls_server_name: flow.tls?.serverName ?? null,
    ja3: flow.tls?.ja3 ?? null,
    ja4: flow.tls?.ja4 ?? null,
    application: applicationNames[flow.application] ?? 'unknown',
  }
}

function timing(flow: FlowRow) {
  const column = (index: number) => flow.values[flow.at + index] as number
  const firstUs = column(FlowColumn.firstUs)
  const lastUs = column(FlowColumn.lastUs)
  const packets = column(FlowColumn.originatorPackets) + column(FlowColumn.responderPackets)
  const seconds = Math.max(0, lastUs - firstUs) / 1e6
  return {
    first_seen: isoTimeOfUs(firstUs),
    last_seen: isoTimeOfUs(lastUs),
    duration_seconds: seconds,
    handshake_seconds: handshakeSeconds(flow),
    mean_gap_seconds: packets > 1 ? seconds / (packets - 1) : null,
  }
}

/** Only where the capture has the handshake from its first SYN on. */
function handshakeSeconds(flow: FlowRow): number | null {
  const column = (index: number) => flow.values[flow.at + index] as number
  const bothSyns = column(FlowColumn.originatorFlags) & column(FlowColumn.responderFlags)
  const establishedUs = column(FlowColumn.establishedUs)
  if (column(FlowColumn.protocol) !== IpProtocol.tcp) return null
  if ((bothSyns & TcpFlag.syn) === 0 || establishedUs === 0) return null
  return Math.max(0, establishedUs - column(FlowColumn.firstUs)) / 1e6
}

/** As argus and nfdump write them; empty where there are none. */
function flagLetters(flags: number): string {
  return [...'FSRPAUEC'].filter((_, bit) => flags & (1 << bit)).join('')
}
