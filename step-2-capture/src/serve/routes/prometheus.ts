import { createRoute, z } from '@hono/zod-openapi'
import type { Registry } from 'prom-client'
import { createRouter } from 'step-1-skeleton'
import type { Monitor, RunStatus } from '../../run/monitor.ts'
import type { CaptureContext } from '../capture-context.ts'

/** Each number of the run under its Prometheus name. */
const gauges: readonly [name: string, help: string, value: (status: RunStatus) => number][] = [
  ['monitoring_active', '1 while a run is on', (s) => (s.monitoring_active ? 1 : 0)],
  ['packets', 'Packets of the run', (s) => s.stats.packets],
  ['bytes', 'Bytes on the wire of the run', (s) => s.stats.bytes],
  [
    'bad_packets',
    'Packets of hosts with a detection, and malformed ones',
    (s) => s.stats.anomalies,
  ],
  ['malformed_packets', 'Packets that could not be decoded whole', (s) => s.stats.malformed],
  ['flows_started', 'Flows that the run has seen', (s) => s.stats.flows],
  ['detections', 'Detections of the run', (s) => s.stats.detections],
  ['packets_per_second', 'Rate of packets', (s) => s.stats.packets_per_second],
  ['bits_per_second', 'Rate of bits', (s) => s.stats.bits_per_second],
  ['kernel_drops', 'Packets that the kernel lost', (s) => s.stats.drops.kernel],
  ['interface_drops', 'Packets that the interface lost', (s) => s.stats.drops.interface],
  ['flow_table_flows', 'Flows in the table', (s) => s.buffers.flows.count],
  ['flow_table_evicted', 'Flows evicted from a full table', (s) => s.buffers.flows.evicted],
  ['fragmented_datagrams', 'Datagrams put together', (s) => s.buffers.fragments.whole],
  ['fragments_timed_out', 'Datagrams never whole', (s) => s.buffers.fragments.timed_out],
  ['fragments_evicted', 'Datagrams given up for room', (s) => s.buffers.fragments.evicted],
  ['fragments_overlapping', 'Overlapping fragments', (s) => s.buffers.fragments.overlapping],
  ['fragments_tiny', 'Fragments too small for a header', (s) => s.buffers.fragments.tiny],
  ['fragments_impossible', 'Contradictory fragments', (s) => s.buffers.fragments.impossible],
  ['flow_table_saturated', '1 while it is full', (s) => (s.buffers.flows.saturated ? 1 : 0)],
  ['windows_unwatched', 'Counts of hosts beyond a window', (s) => s.buffers.windows.evicted],
  ['streams_evicted', 'TCP streams given up for room', (s) => s.buffers.streams.evicted],
  ['segments_conflicting', 'Conflicting segments', (s) => s.buffers.streams.conflicting],
  ['stream_gaps_skipped', 'Gaps never captured', (s) => s.buffers.streams.skipped_gaps],
  ['stream_bytes_beyond', 'Bytes not looked at', (s) => s.buffers.streams.beyond_bytes],
  ['host_table_hosts', 'Hosts in the table', (s) => s.buffers.hosts.count],
  ['host_table_evicted', 'Hosts evicted from a full table', (s) => s.buffers.hosts.evicted],
]

const getPrometheus = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'The numbers of the run for Prometheus',
  responses: {
    200: {
      description: 'Text in the exposition format',
      content: { 'text/plain': { schema: z.string() } },
    },
  },
})

/** Stands at the root, as Prometheus expects it; `/api/metrics` are the host windows. */
export function prometheusRoutes({ monitor }: CaptureContext) {
  let opened: Promise<Registry> | undefined
  return createRouter().openapi(getPrometheus, async (c) => {
    opened ??= createRegistry(monitor)
    const registry = await opened
    return c.text(await registry.metrics(), 200, { 'content-type': registry.contentType })
  })
}

/**
 * Numbers of a run start again at zero with the next, so they are gauges, not counters. The library
 * has 90 modules, which most servers never need.
 */
async function createRegistry(monitor: Monitor): Promise<Registry> {
  const { Gauge, Registry } = await import('prom-client')
  const registry = new Registry()
  for (const [name, help, value] of gauges) {
    registry.registerMetric(
      new Gauge({
        name: `net_anomaly_${name}`,
        help,
        registers: [],
        collect() {
          this.set(value(monitor.status()))
        },
      }),
    )
  }
  registry.registerMetric(
    new Gauge({
      name: 'net_anomaly_packets_by_protocol',
      help: 'Packets of the run by protocol',
      labelNames: ['protocol'],
      registers: [],
      collect() {
        this.reset()
        for (const [protocol, count] of Object.entries(monitor.stats.protocols)) {
          this.set({ protocol }, count)
        }
      },
    }),
  )
  return registry
}
