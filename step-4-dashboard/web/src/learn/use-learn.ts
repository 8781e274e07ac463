import { useQuery } from '@tanstack/react-query'
import { hc } from 'hono/client'
import type { LearnRoutes } from '../../../src/index.ts'
import { bodyOf, clientOptions } from '../api/client.ts'

const learnClient = hc<LearnRoutes>(...clientOptions())

export type Learn = Awaited<ReturnType<typeof getLearn>>
export type Forest = Learn['forest']
export type Packet = Learn['packet']

async function getLearn() {
  return bodyOf(learnClient.learn.$get())
}

/** Asked again whenever the learner comes back from the terminal. */
export function useLearn() {
  return useQuery({ queryKey: ['learn'], queryFn: getLearn, refetchOnWindowFocus: 'always' })
}
