export const indicatorExample = {
  type: 'domain' as const,
  value: 'update.example.net',
  threat_type: 'c2',
  confidence: 0.9,
  description: 'Check-ins of a loader',
  first_seen: '2026-11-02T00:00:00.000Z',
  feed: 'own',
}
