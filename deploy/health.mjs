/**
 * Ends with 0 when the server answers and everything runs that should, else with 1 and the reason.
 * For the health check of a container; plain JavaScript, so that it starts at once.
 */
const { PORT = '8000', NET_ANOMALY_TOKEN } = process.env
const headers = NET_ANOMALY_TOKEN ? { authorization: `Bearer ${NET_ANOMALY_TOKEN}` } : {}
try {
  const url = `http://127.0.0.1:${PORT}/health/ready`
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(4_000) })
  if (!response.ok) throw new Error(await response.text())
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
