import { beaconReport } from '../../detect/beacon/beacon.ts'
import { dnsTunnelReport } from '../../detect/covert/dns-tunnel-record.ts'
import type { Detection } from '../../detect/seam/detection.ts'
import type { SideReports } from '../../detect/seam/side-report.ts'
import type { BotnetFindings } from './botnet-stats.ts'
import { commandServers } from './command-servers.ts'
import { Communications } from './communications.ts'
import { SuspiciousAddresses } from './suspicious-addresses.ts'

/** 100 rows are more than a list shows at once, and 40 kB of each list. */
export const rowCountMax = 100
/** What the dashboard's card has room for. */
const topAddressCount = 20

/**
 * Hosts that may be controlled from outside, put together from what the detectors state and from what
 * they measured without stating it. It costs nothing for packets; a look takes some milliseconds.
 */
export class BotnetView {
  readonly #communications = new Communications()
  readonly #addresses = new SuspiciousAddresses()

  note(detection: Detection): void {
    this.#communications.note(detection)
    this.#addresses.note(detection)
  }

  findings(reports: SideReports): BotnetFindings {
    const pairs = [...(reports.read(beaconReport) ?? [])]
    pairs.sort((a, b) => b.score.total - a.score.total || b.connections - a.connections)
    const beacons = pairs.filter(({ is_beacon }) => is_beacon)
    const tunnels = [...(reports.read(dnsTunnelReport) ?? [])]
    tunnels.sort((a, b) => b.bytes_sent - a.bytes_sent)
    const communications = this.#communications.list()
    const servers = commandServers(communications)
    const addresses = this.#addresses.list(servers)
    return {
      active_beacons: beacons.slice(0, rowCountMax),
      beacon_scores: pairs.slice(0, rowCountMax),
      suspicious_communications: communications.slice(0, rowCountMax),
      potential_c2_servers: servers.slice(0, rowCountMax),
      dns_tunneling_attempts: tunnels.slice(0, rowCountMax),
      top_suspicious_ips: addresses.slice(0, topAddressCount),
      totals: {
        scored_pairs: pairs.length,
        beacons: beacons.length,
        suspicious_communications: communications.length,
        c2_servers: servers.length,
        dns_tunnels: tunnels.length,
        suspicious_ips: addresses.filter(({ is_suspicious }) => is_suspicious).length,
      },
    }
  }
}
