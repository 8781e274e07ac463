import { levels, limit, quantity, type SettingsOf, seconds, share } from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'
import { techniques } from '../seam/techniques.ts'

export const tunnelKinds = [
  {
    id: 'dns_tunnel',
    title:
      '{source} asked {asked} {where} in {span}, {length} characters each (threshold: {limit})',
    technique: techniques['T1071.004'],
    recommend:
      'Block the domain at the resolver, isolate the client and look for the program that asks ' +
      '(iodine, dnscat2, a beacon …). Count the bytes: they may be data that left the network.',
  },
] as const

export const tunnelOptions = {
  periodSeconds: seconds(60, { min: 1, about: 'Traffic time over which names are counted' }),
  nameCountMin: limit(20, {
    about: 'Different names below one domain; browsers reach a dozen with the largest sites',
    unit: 'names',
  }),
  nameLengthMin: limit(26, {
    about: 'Mean length of what stands before the domain; host names have about 8',
    unit: 'characters',
    max: 253,
  }),
  nameEntropyMin: quantity(3.2, {
    about: 'Mean entropy of that; words have below 3.5 even when they are long',
    unit: 'bits a character',
    max: 8,
  }),
  carrierShareMin: share(0.5, {
    about: 'Share of queries for record types that carry data and that clients do not ask for',
  }),
  textBytesMin: limit(2_000, {
    about: 'Data in the answers about names below one domain, if it is texts that are asked for',
    unit: 'bytes',
  }),
  levels: levels(
    { medium: 20, high: 60 },
    { about: 'Names at which each severity starts', unit: 'names' },
  ),
}

export type TunnelSettings = SettingsOf<typeof tunnelOptions>
export type TunnelReporter = Reporter<(typeof tunnelKinds)[number]>
