import { useMemo } from 'react'
import { useSamples } from '../api/capture-queries.ts'
import { useLive } from '../live/live-context.tsx'
import { describeRun, type RunDescription } from './describe-run.ts'

/** The run in words, for banners and headings. */
export function useRun(): RunDescription {
  const { status } = useLive()
  const { data } = useSamples()
  const sampleNames = useMemo(() => new Set(data?.map(({ sample }) => sample)), [data])
  return describeRun(status, sampleNames)
}
