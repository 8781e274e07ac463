import { z } from 'zod'

/** Where packets come from. It is stamped on every record, and never mixed in one baseline. */
export const sourceKind = z.enum(['live', 'pcap', 'simulate'])
export type SourceKind = z.infer<typeof sourceKind>
