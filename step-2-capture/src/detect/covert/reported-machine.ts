import { Layer } from '../../decode/frame.ts'
import { HttpKind } from '../../decode/http.ts'
import { bodyLength, decodedTarget, percentDecoded } from '../../decode/http-parts.ts'
import { latin1Text } from '../../decode/latin1.ts'
import { netbiosPort, registeredName } from '../../decode/netbios-registration.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { readWord } from '../../memory/address-words.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowTargets, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'
import { plainText } from '../track/plain-text.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { RequestBodies } from '../web/request-bodies.ts'

/** 4,096 machines at 150 B are 614 kB. */
export const namedMachineCountMax = 4_096
/** 512 clients and servers at 250 B are 128 kB. */
export const reportedServiceCountMax = 512

/** Where a body may come in a segment behind its head. */
const webPorts = [80, 8_000, 8_080, 8_888]
const bodyBytesMax = 2_048
/**
 * A name that Windows drew at its set-up: a word, a hyphen, and what fills 15 characters. Shorter ones
 * may be words, or models, which devices report when they look for updates.
 */
const drawnName = /^(?=.{15}$)[A-Z]{3,8}-(?=.*\d)[A-Z0-9]{6,11}$/

export const reportedMachine = defineDetector({
  name: 'reported_machine',
  family: 'behaviour',
  about:
    'A program that sends the name of its own machine to a server outside, in clear, in a request that ' +
    'no page led to, where Windows drew that name. It is known from what the machine says to its ' +
    'network (NetBIOS). Bots report themselves like this, and a few honest programs.',
  kinds: [
    {
      id: 'machine_report',
      title:
        '{source} sent its own name {name} in clear to {service}, {times} (threshold: {limit})',
      technique: techniques['T1071.001'],
      recommend:
        'Find the program on the source that sends it. If it is none that you know, isolate the ' +
        'source, block the server, and look for other hosts that talk to it.',
    },
  ],
  options: {
    reportCountMin: limit(1, {
      about: 'Such requests of one client to one server',
      unit: 'requests',
    }),
    forgetAfterSeconds: forgetAfter('a client and server are'),
    allow: allowTargets('Servers to which your programs report machines'),
  },
  watch(traffic, settings, reporter) {
    const { flows, hosts, http, frame } = traffic
    const { reportCountMin, forgetAfterSeconds } = settings
    /** Names in lower case, by the address of the machine. */
    const names = new BoundedMap<number, string>({ countMax: namedMachineCountMax })
    const services = new EventCounter(traffic, {
      countMax: reportedServiceCountMax,
      forgetAfterSeconds,
      eventCountMin: reportCountMin,
    })
    const bodies = new RequestBodies(traffic, (_, bytes, start, end) => {
      const name = nameOfClient()
      const body = bytes.subarray(start, Math.min(end, start + bodyBytesMax))
      if (name !== undefined) look(percentDecoded(body), name)
    })

    function learn(): void {
      const { bytes } = traffic.packet
      if ((frame.layers & Layer.ipv4) === 0 || frame.destinationPort !== netbiosPort) return
      const name = registeredName(bytes, frame.payloadOffset, frame.payloadLength)
      if (name === null || !drawnName.test(name)) return
      names.set(readWord(bytes, frame.sourceAddressOffset), name.toLowerCase())
    }

    /** The name of the current flow's client, if the server is outside and the name is known. */
    function nameOfClient(): string | undefined {
      const [client, server] = [flows.originator(traffic.flow), flows.responder(traffic.flow)]
      if (hosts.family(client) !== 4 || scopeOf(hosts, server) !== AddressScope.outside) return
      return names.get(hosts.addressWord(client, 3))
    }

    function look(bytes: Uint8Array, name: string): void {
      if (!holdsName(latin1Text(bytes, 0, bytes.length).toLowerCase(), name)) return
      const service = services.countPacket(serviceKey(traffic, traffic.flow))
      if (service) report(service, name)
    }

    function report(service: EventTracker, name: string): void {
      const stated = aboutService(traffic, service)
      reporter.emit({
        restate: () => report(service, name),
        ...stated,
        kind: 'machine_report',
        severity: 'medium',
        score: 0.65,
        confidence: 0.6,
        values: {
          name: plainText(name, 64),
          service: stated.targetGroup,
          times: counted(service.count, 'time'),
          limit: reportCountMin,
        },
        reasons: [countReason('requests', service.count, { typical: 0, unit: 'requests' })],
      })
    }

    return {
      ports: [netbiosPort, ...webPorts],
      onHttp() {
        if (names.size === 0 || http.kind !== HttpKind.request || !http.isComplete) return
        bodies.forget()
        if (http.header('referer') !== null || http.header('cookie') !== null) return
        const name = nameOfClient()
        if (name === undefined) return
        look(decodedTarget(http, traffic.packet.bytes), name)
        if (bodyLength(http) > 0) bodies.seeHead(1)
      },
      onPayload() {
        if (frame.layers & Layer.udp) learn()
        else bodies.seePayload()
      },
    }
  },
})

/** Whether a text has the name by itself, and not as a part of a longer one. */
function holdsName(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    if (!isPart(text[at - 1]) && !isPart(text[at + name.length])) return true
  }
  return false
}

function isPart(character: string | undefined): boolean {
  return character !== undefined && /[a-z0-9-]/.test(character)
}
