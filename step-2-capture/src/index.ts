export * from 'step-1-skeleton'
export { apiPrefixes, type CaptureRoutes, createApp } from './app.ts'
export { CaptureFile } from './capture/capture-file.ts'
export { openSource } from './capture/open-source.ts'
export type { PacketSource } from './capture/packet-source.ts'
export type { RingLimits, RingSegment } from './capture/ring/ring-folder.ts'
export { readRingPacket, ringSegments } from './capture/ring/ring-reader.ts'
export { seenCaptures } from './capture/seen-captures.ts'
export type { SourceSpec } from './capture/source-spec.ts'
export { rankingOf } from './dataset/ranking.ts'
export { DetectorConfig, settingOrigins } from './detect/config/detector-config.ts'
export type { NestedSettings, Settings } from './detect/config/settings.ts'
export {
  type Detection,
  detection,
  graver,
  type PacketReference,
  packetReference,
  type Reason,
  reason,
  type Severity,
  severities,
  severity,
  severityRank,
  type Technique,
  technique,
} from './detect/seam/detection.ts'
export { detectorFamily } from './detect/seam/family.ts'
export {
  packetCopy,
  type RelatedPacket,
  RelatedPackets,
  type Relation,
} from './flow/related-packets.ts'
export { CaptureReader } from './pcap/capture-reader.ts'
export { uncompressed } from './pcap/gunzip.ts'
export { isoTimeOfSeconds } from './pcap/iso-time.ts'
export { Packet } from './pcap/packet.ts'
export { type CaptureRecord, writePcap } from './pcap/pcap-writer.ts'
export { type PcapngRecord, writePcapng } from './pcap/pcapng-writer.ts'
export { type SourceKind, sourceKind } from './pcap/source-kind.ts'
export type { FlowPage, FlowQuery, FlowRecord } from './run/flow-record.ts'
export {
  type FlowBatch,
  type ReportedFlow,
  type ReportedRecord,
  recordOf,
} from './run/flow-report.ts'
export { jsonLine } from './run/json-line.ts'
export { Listeners } from './run/listeners.ts'
export { Monitor, type MonitorOptions, type RunStatus } from './run/monitor.ts'
export { type RunRecord, type RunStore, type StoredRun, storedRun } from './run/run-record.ts'
export {
  type PacketRow,
  packetRow,
  type Stats,
  type Status,
  stats,
  status,
} from './run/status.ts'
export type { Timeline } from './run/traffic-timeline.ts'
export { verdict } from './run/verdict-record.ts'
export { analyzeFile, analyzeFileProblems } from './serve/analyze-file.ts'
export { type CaptureConfig, readCaptureConfig } from './serve/capture-config.ts'
export type { CaptureContext } from './serve/capture-context.ts'
export type { FlowHistory, FlowHistoryState } from './serve/flow-history.ts'
export type { JudgedRun } from './serve/model-review.ts'
export { openCapture, openLog } from './serve/open-capture.ts'
export { RetentionClock } from './serve/retention-clock.ts'
export type { RetentionSettings } from './serve/retention-section.ts'
export { optionalJson } from './serve/routes/optional-json.ts'
export { runNotes, startRuns } from './serve/start-runs.ts'
export { fileId } from './upload/upload-store.ts'
