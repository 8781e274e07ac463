/** Registered ports from 1024 on that are servers' nearly everywhere they are seen. */
const registeredServices = new Set([
  1080, 1194, 1433, 1434, 1521, 1723, 1883, 1935, 2049, 2181, 2375, 2376, 2379, 2404, 2483, 3000,
  3128, 3260, 3268, 3269, 3306, 3389, 4369, 4443, 5000, 5044, 5060, 5061, 5222, 5269, 5432, 5601,
  5666, 5671, 5672, 5900, 5985, 5986, 6379, 6443, 6514, 6667, 7001, 8000, 8008, 8009, 8080, 8081,
  8086, 8088, 8291, 8443, 8728, 8729, 8883, 8888, 9000, 9042, 9090, 9092, 9093, 9100, 9200, 9300,
  9418, 9443, 10050, 10051, 11211, 15672, 20000, 27017, 44818, 47808,
])

/** Ports from here on are given to clients by Linux; those of Windows and macOS start higher. */
const ephemeralPortMin = 32_768

/**
 * How much a port looks like a server's: 0 for one that systems give to clients, 3 for a service that
 * is known by its port. A rank says something about a conversation only where the ranks of its ends
 * differ, and only where nothing else tells the roles: a client may choose any port.
 */
export function serviceRank(port: number): number {
  if (port >= ephemeralPortMin) return port === 44_818 || port === 47_808 ? 3 : 0
  if (port >= 1024) return registeredServices.has(port) ? 3 : 1
  return secureClientPorts(port) ? 2 : 3
}

/** Ports that rsh, NFS and others take for clients that run as root: from 1023 downwards. */
function secureClientPorts(port: number): boolean {
  return port >= 665 && port !== 853 && port !== 873 && port < 989
}
