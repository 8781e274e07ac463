import { ipv4Bytes, multicastMac } from '../network/addresses.ts'
import type { Endpoint, Host } from '../network/host.ts'
import type { Office } from '../network/office.ts'
import { addressData, DnsType, dnsMessage } from '../packet-builder/dns.ts'
import type { Process } from '../simulator.ts'

const bonjour = group('224.0.0.251')
const upnp = group('239.255.255.250')

const services = ['_ipp._tcp.local', '_airplay._tcp.local', '_smb._tcp.local', '_http._tcp.local']

/** A host that looks for printers and players around it, by multicast DNS (RFC 6762). */
export function* lookForServices(office: Office, host: Host): Process {
  yield host.random.between(0, 60) * 1e6
  for (;;) {
    const questions = host.random.sample(services, host.random.integer(1, 3)).map((name) => ({
      name,
      type: DnsType.ptr,
    }))
    sendBonjour(office, host, dnsMessage({ id: 0, flags: 0, questions }))
    yield host.random.between(60, 240) * 1e6
  }
}

/** Says which name this host has (RFC 6762 section 8.3). */
export function announceService(office: Office, host: Host): void {
  const name = `${(host.name.split('.')[0] ?? host.name).toLowerCase()}.local`
  const record = { name, type: DnsType.a, class: 0x8001, timeToLiveS: 120 }
  const answers = [{ ...record, data: addressData(host.address) }]
  sendBonjour(office, host, dnsMessage({ id: 0, flags: 0x8400, answers }))
}

/** A computer that searches for UPnP devices: four identical questions, a second apart. */
export function* searchForDevices(office: Office, host: Host): Process {
  const lines = [
    'M-SEARCH * HTTP/1.1',
    'HOST: 239.255.255.250:1900',
    'MAN: "ssdp:discover"',
    'MX: 1',
    'ST: urn:dial-multiscreen-org:service:dial:1',
  ]
  const search = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
  for (;;) {
    yield host.random.between(30, 150) * 1e6
    const sourcePort = host.ephemeralPort()
    for (let attempt = 0; attempt < 4; attempt++) {
      const ports = { sourcePort, destinationPort: 1900, timeToLive: 1 }
      office.network.wire.udp(host, upnp, ports, search)
      yield 1e6 + host.random.exponential(2000)
    }
  }
}

function sendBonjour(office: Office, host: Host, message: Uint8Array): void {
  const ports = { sourcePort: 5353, destinationPort: 5353, timeToLive: 255 }
  office.network.wire.udp(host, bonjour, ports, message)
}

function group(address: string): Endpoint {
  const addressBytes = ipv4Bytes(address)
  return { address, addressBytes, mac: multicastMac(addressBytes) }
}
