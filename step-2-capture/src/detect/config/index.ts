export { DetectorConfig } from './detector-config.ts'
export { type DetectorRecord, detectorRecords } from './detector-record.ts'
