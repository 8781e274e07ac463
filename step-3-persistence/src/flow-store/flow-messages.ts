import type { FlowBatch, FlowPage, FlowQuery } from 'step-2-capture'
import type { Row } from './duckdb.ts'
import type { FlowFile } from './flow-files.ts'
import type { LinkPage, LinkQuery } from './host-links.ts'
import type { HostDetail, HostPage, HostQuery, OneHost } from './hosts.ts'

/** What the thread of the flow store can be asked, and what it answers. */
export interface FlowQuestions {
  append: { asked: { batch: FlowBatch; runId: string; nowMs: number }; answer: FlowStoreFacts }
  write: { asked: { nowMs: number }; answer: FlowStoreFacts }
  maintain: { asked: { nowMs: number; beforeMs: number; bytesMax: number }; answer: FlowStoreFacts }
  page: { asked: FlowQuery; answer: FlowPage }
  hosts: { asked: HostQuery; answer: HostPage }
  host: { asked: OneHost; answer: HostDetail | null }
  links: { asked: LinkQuery; answer: LinkPage }
  close: { asked: { nowMs: number }; answer: FlowStoreFacts }
  traits: { asked: { file: FlowFile; rows: { from: number; to: number } }; answer: readonly Row[] }
}

export type FlowQuestion = {
  [Name in keyof FlowQuestions]: {
    readonly id: number
    readonly name: Name
    readonly asked: FlowQuestions[Name]['asked']
  }
}[keyof FlowQuestions]

/** What is kept, as of the last change. */
export interface FlowStoreFacts {
  readonly files: readonly FlowFile[]
  readonly pendingCount: number
}

export type FromFlowWorker =
  | { readonly kind: 'open'; readonly facts: FlowStoreFacts }
  | { readonly kind: 'closed'; readonly reason: string }
  | { readonly kind: 'damaged'; readonly names: readonly string[]; readonly facts: FlowStoreFacts }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly reason: string }
