/** What is measured of a host in each window of traffic time: name, unit, formula. */
export const hostFeatures = [
  { name: 'packets_sent', unit: 'packets', formula: 'packets whose source is the host' },
  { name: 'packets_received', unit: 'packets', formula: 'packets whose destination is the host' },
  { name: 'bytes_sent', unit: 'bytes', formula: 'bytes on the wire of the packets sent' },
  { name: 'bytes_received', unit: 'bytes', formula: 'bytes on the wire of the packets received' },
  { name: 'flows_opened', unit: 'flows', formula: 'flows that the host originated' },
  { name: 'destinations', unit: 'hosts', formula: 'distinct hosts that it opened flows to' },
  { name: 'ports', unit: 'ports', formula: 'distinct destination ports of those flows' },
  { name: 'pairs', unit: 'pairs', formula: 'distinct (destination, port) of those flows' },
  { name: 'syn_sent', unit: 'packets', formula: 'SYN without ACK sent' },
  { name: 'resets_received', unit: 'packets', formula: 'RST received' },
] as const

export type HostFeature = (typeof hostFeatures)[number]['name']

/** Position of each feature in a row, by name. */
export const HostFeatureIndex = Object.fromEntries(
  hostFeatures.map((feature, index) => [feature.name, index]),
) as Record<HostFeature, number>

/** A closed window of one host. `row` is reused: it is valid only during the call. */
export interface HostWindow {
  readonly host: number
  readonly startUs: number
  readonly endUs: number
  /** One number a feature, in the order of `hostFeatures`. */
  readonly row: Float64Array
}
