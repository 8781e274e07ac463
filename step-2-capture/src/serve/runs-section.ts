import type { SettingsSection } from 'step-1-skeleton/config'
import { z } from 'zod'
import { activeRunCountMax } from '../run/too-many-runs.ts'

const schema = z.strictObject({
  interfaces: z.array(z.string().min(1).max(64)).max(activeRunCountMax).default([]).meta({
    unit: 'interfaces',
    description: 'Watched from the start of the server on, as with `--interface`; `any` is all.',
  }),
  folders: z.array(z.string().min(1).max(4_096)).max(activeRunCountMax).default([]).meta({
    unit: 'folders',
    description:
      'Watched from the start of the server on, as with `--folder`: each capture that arrives is read.',
  }),
  fileFolders: z.array(z.string().min(1).max(4_096)).max(64).default([]).meta({
    unit: 'folders',
    description:
      'A run may read any capture file below these, by its path and whatever its size: `{"kind":"pcap","path":…}`.',
  }),
})

/** `runs:` of `net-anomaly.yaml`. */
export const runsSection: SettingsSection<typeof schema> = { name: 'runs', schema }
export type RunsSettings = z.output<typeof schema>
