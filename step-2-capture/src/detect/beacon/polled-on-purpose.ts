/** What monitors call themselves, and what they ask servers for. */
const monitorAgent =
  /^(?:check_http|Nagios|Icinga|Zabbix|Prometheus|kube-probe|ELB-HealthChecker|GoogleHC|Consul|HAProxy|Blackbox|UptimeRobot|Monit|Munin|Datadog|Telegraf|Pingdom|Netdata)\b/i
const healthTarget =
  /^\/(?:api\/|actuator\/|-\/|_)?(?:health|healthz|healthy|healthcheck|livez?|readyz?|ready|status|metrics|ping|server-status|nginx_status)(?:[/?]|$)/i

/** Whether a request asks how a server is. Attackers may ask so too: it only lowers the severity. */
export function isHealthCheck(http: {
  target: string
  header(name: string): string | null
}): boolean {
  return healthTarget.test(http.target) || monitorAgent.test(http.header('user-agent') ?? '')
}

/** Services that are asked again and again on purpose: DNS, DHCP, time, names, management, logs. */
export const periodicPorts = new Set([
  53, 67, 68, 69, 88, 123, 137, 138, 161, 162, 389, 500, 514, 520, 546, 547, 623, 853, 1_194, 1_812,
  1_813, 1_900, 2_055, 3_478, 3_702, 4_500, 4_789, 5_060, 5_353, 5_355, 6_343, 44_818, 47_808,
  51_820,
])
