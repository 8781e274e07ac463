import { useEffect, useState } from 'react'
import type { HostGraph } from './choose-nodes.ts'
import type { GraphAnswer, GraphTask } from './layout-worker.ts'

/** Places and communities of the hosts of a graph; undefined until they are computed. */
export function useLayout(graph: HostGraph): GraphAnswer | undefined {
  const [laidOut, setLaidOut] = useState<{ graph: HostGraph; answer: GraphAnswer }>()
  useEffect(() => {
    const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<GraphAnswer>) => {
      setLaidOut({ graph, answer: data })
    })
    worker.postMessage(taskOf(graph))
    return () => worker.terminate()
  }, [graph])
  return laidOut?.graph === graph ? laidOut.answer : undefined
}

function taskOf({ nodes, links }: HostGraph): GraphTask {
  const numbers = new Map(nodes.map(({ host }, index) => [host, index]))
  const numberOf = (host: string) => numbers.get(host) ?? 0
  return {
    hostCount: nodes.length,
    links: links.map(({ source, target, flowCount, alertCount }) => [
      numberOf(source),
      numberOf(target),
      flowCount + alertCount,
    ]),
  }
}
