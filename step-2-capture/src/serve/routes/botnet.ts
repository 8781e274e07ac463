import { createRoute } from '@hono/zod-openapi'
import { createRouter, jsonResponse } from 'step-1-skeleton'
import { kindOfRecords } from '../../capture/source-spec.ts'
import { type BotnetStats, botnetStats, noBotnetFindings } from '../../run/botnet/botnet-stats.ts'
import type { CaptureContext } from '../capture-context.ts'

const getBotnetStats = createRoute({
  method: 'get',
  path: '/botnet/stats',
  summary: 'Beacons, suspicious communications, candidate C2 servers and DNS tunnels of the run',
  responses: {
    200: jsonResponse(
      botnetStats.openapi('BotnetStats', { example: exampleStats() }),
      'The strongest first; the totals count what the lists leave out',
    ),
  },
})

export function botnetRoutes({ monitor }: CaptureContext) {
  return createRouter().openapi(getBotnetStats, async (c) => {
    const findings = (await monitor.ask('botnet', {})) ?? noBotnetFindings
    const { run_id } = monitor.status()
    const source = monitor.source && kindOfRecords(monitor.source)
    return c.json({ source, run_id, ...findings }, 200)
  })
}

function exampleStats(): BotnetStats {
  const ends = { source: '192.0.2.66', target: '198.51.100.7', target_port: 443 }
  const seen = { first_seen: '2026-01-14T09:00:00.000Z', last_seen: '2026-01-14T09:40:00.000Z' }
  const title = '192.0.2.66 called 198.51.100.7:443 40 times in 40 min, every 60.0 s'
  const beacon = {
    ...ends,
    connections: 40,
    ...seen,
    gap_seconds: 60,
    bytes_sent: 305,
    score: { time: 0.98, size: 1, duration: 0.99, histogram: 0.95, total: 0.98 },
    prevalence: { hosts: 1, share: 0.05 },
    named: false,
    is_beacon: true,
    active: true,
  }
  return {
    ...noBotnetFindings,
    source: 'pcap',
    run_id: '0f8fad5b-d9cb-469f-a165-70867728950e',
    active_beacons: [beacon],
    beacon_scores: [beacon],
    suspicious_communications: [
      {
        kind: 'beaconing',
        ...ends,
        target_group: '198.51.100.7:443',
        severity: 'medium',
        score: 0.98,
        confidence: 0.7,
        detections: 2,
        detection_id: 'b1c0a0b7f6d2e4a1',
        title,
        technique: {
          id: 'T1071',
          name: 'Application Layer Protocol',
          tactic: 'command-and-control',
        },
        ...seen,
      },
    ],
    potential_c2_servers: [
      {
        server: ends.target,
        type: 'address',
        score: 0.56,
        clients: [ends.source],
        evidence: [
          { kind: 'beaconing', client: ends.source, severity: 'medium', score: 0.56, title },
        ],
      },
    ],
    top_suspicious_ips: [
      {
        ip: ends.source,
        scope: 'outside',
        threat_score: 0.56,
        is_suspicious: true,
        indicators: ['beaconing'],
        detections: 2,
      },
    ],
    totals: {
      scored_pairs: 1,
      beacons: 1,
      suspicious_communications: 1,
      c2_servers: 1,
      dns_tunnels: 0,
      suspicious_ips: 1,
    },
  }
}
