import { findCommunities } from './find-communities.ts'
import { type Layout, layOut } from './lay-out.ts'

export interface GraphTask {
  readonly hostCount: number
  /** Places of two hosts, and how much they have to do with each other. */
  readonly links: readonly (readonly [one: number, other: number, weight: number])[]
}

/** For each host its place and its community. */
export interface GraphAnswer {
  readonly layout: Layout
  readonly communities: readonly number[]
}

/** Both take some tenths of a second, in which the page goes on. */
self.addEventListener('message', ({ data }: MessageEvent<GraphTask>) => {
  const answer: GraphAnswer = { layout: layOut(data), communities: findCommunities(data) }
  self.postMessage(answer)
})
