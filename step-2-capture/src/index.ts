export * from 'step-1-skeleton'
export {
  type Detection,
  detection,
  type PacketReference,
  packetReference,
  type Reason,
  reason,
  type Severity,
  severities,
  severity,
  type Technique,
  technique,
} from './detect/detection.ts'
export {
  type PacketRow,
  packetRow,
  type Stats,
  type Status,
  sourceKind,
  stats,
  status,
  verdict,
} from './status.ts'
