import { Layer } from '../../decode/frame.ts'
import { SnmpMessage } from '../../decode/snmp.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, levels, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 1,024 clients and devices at 300 B are 300 kB. */
export const clientCountMax = 1_024
const forgetAfterSeconds = 600
const snmpPort = 161

/** One client at one device. */
class Client extends PeriodTracker {
  names = new DistinctCounter()

  protected startPeriod(): void {
    this.names = new DistinctCounter()
  }
}

export const snmpGuessing = defineDetector({
  name: 'snmp_guessing',
  family: 'behaviour',
  about:
    'One host that tries many community names of SNMP 1 or 2c on one device, as onesixtyone does: ' +
    'they are its passwords.',
  kinds: [
    {
      id: 'snmp_guessing',
      title: '{source} tried {names} of SNMP on {target} in {span} (threshold: {limit})',
      technique: techniques['T1110.001'],
      recommend:
        'Allow SNMP from the management network only, use version 3, and see which of the names ' +
        'the device answered.',
    },
  ],
  options: {
    nameCountMin: limit(6, {
      about: 'Community names that one host tries on one device; a manager knows two',
      unit: 'names',
    }),
    periodSeconds: seconds(60, {
      about: 'Traffic time over which they are counted',
      min: 1,
      max: forgetAfterSeconds,
    }),
    levels: levels({ medium: 6, high: 60 }, { unit: 'names' }),
    allow: allowSources('Managers and scanners that may try names'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { nameCountMin, periodSeconds } = settings
    const message = new SnmpMessage()
    const bounds = { traffic, countMax: clientCountMax, forgetAfterSeconds }
    const clients = new TrackerTable({ ...bounds, tracker: Client })

    function report(client: Client): void {
      const { count } = client.names
      reporter.emit({
        restate: () => report(client),
        ...about(client),
        kind: 'snmp_guessing',
        severity: severityOf(count, settings.levels),
        score: growthScore(count, nameCountMin),
        confidence: 0.85,
        targetPort: snmpPort,
        values: {
          names: counted(client.names, 'community name'),
          span: durationText(client.seconds),
          limit: nameCountMin,
        },
        reasons: [countReason('names', count, { typical: 2, unit: 'names' })],
      })
    }

    return {
      ports: [snmpPort],
      onPayload() {
        const { frame, packet, flow, timeUs } = traffic
        const { payloadOffset: start, payloadLength } = frame
        if (frame.destinationPort !== snmpPort || (frame.layers & Layer.udp) === 0) return
        if (!message.parse(packet.bytes, start, start + payloadLength)) return
        const client = clients.open({ host: flows.originator(flow), peer: flows.responder(flow) })
        client.advance(timeUs, periodSeconds)
        const { communityStart, communityEnd } = message
        const name = hashBytes(packet.bytes, communityStart, communityEnd, traffic.byteSeed)
        if (!client.names.add(name)) return
        client.evidence.addPacket(traffic)
        if (client.hasDoubled(client.names.count, nameCountMin)) report(client)
      },
    }
  },
})
