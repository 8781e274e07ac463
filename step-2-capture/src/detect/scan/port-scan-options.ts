import {
  allowSources,
  levels,
  limit,
  quantity,
  type SettingsOf,
  seconds,
  share,
} from '../seam/option.ts'

/** A stream has more datagrams within its first second; a probe is repeated a few times at most. */
export const probeDatagramCountMax = 7

interface PortScanDefaults {
  readonly portCountMin: number
  readonly hostCountMin: number
  readonly silentShareMin: number
  readonly levels: Readonly<Record<'low' | 'medium' | 'high', number>>
}

const tcpDefaults: PortScanDefaults = {
  portCountMin: 6,
  hostCountMin: 6,
  silentShareMin: 0.5,
  levels: { low: 6, medium: 12, high: 100 },
}

/** Datagrams are often not answered for good reasons, so it takes twice as many. */
const udpDefaults: PortScanDefaults = {
  portCountMin: 10,
  hostCountMin: 12,
  silentShareMin: 0.8,
  levels: { low: 10, medium: 20, high: 200 },
}

function portScanOptions(defaults: PortScanDefaults) {
  return {
    portCountMin: limit(defaults.portCountMin, {
      about: 'Ports of one host within a burst that were closed, silent, or left without a word',
      unit: 'ports',
      source: 'Slips reports from 5 on',
    }),
    hostCountMin: limit(defaults.hostCountMin, {
      about: 'Hosts within a burst that refused one port or did not answer',
      unit: 'hosts',
      source: 'Slips: 6',
    }),
    silentShareMin: share(defaults.silentShareMin, {
      about: 'Share of the hosts probed on a port that must not answer',
    }),
    slowWeight: share(0.4, {
      about: 'What a port or a host counts that was not probed in one burst with the others',
    }),
    burstPauseSeconds: seconds(60, { about: 'A pause that ends a burst', min: 1 }),
    forgetAfterSeconds: seconds(3_600, {
      about: 'A pause after which a scan is forgotten; slow scanners wait minutes for each port',
      min: 1,
    }),
    levels: levels(defaults.levels, {
      about: 'Ports or hosts at which each severity starts',
      unit: 'ports or hosts',
      source: 'ntopng alerts at 256 SYN',
    }),
    webFactor: quantity(4, {
      about:
        'How many times as many web servers outside each severity takes: a browser that is cut ' +
        'off tries dozens',
      unit: 'times',
      min: 1,
      max: 1_000,
    }),
    allow: allowSources('Sources that may scan: scanners and monitors of your own'),
  }
}

export const tcpOptions = portScanOptions(tcpDefaults)
export const udpOptions = portScanOptions(udpDefaults)

export type PortScanSettings = SettingsOf<typeof tcpOptions>
