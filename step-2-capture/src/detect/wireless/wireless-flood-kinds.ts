import { techniques } from '../seam/techniques.ts'

const technique = techniques['T1498.001']

export const wirelessFloodKinds = [
  {
    id: 'deauthentication_flood',
    title:
      '{frames} in {span} ended connections with the access point {access_point}, the first in the ' +
      'name of {source} to {target} (threshold: {limit} in {period})',
    technique,
    recommend:
      'The addresses are forged, as a rule: find the sender with a directional antenna. Require ' +
      'protected management frames (802.11w, WPA3), which stations do not obey without a signature.',
  },
  {
    id: 'joining_flood',
    title:
      '{stations} asked the access point {target} to let them in within {span} ' +
      '(threshold: {limit} in {period})',
    technique: techniques['T1499.001'],
    recommend:
      'The addresses are invented, as a rule: limit requests at the access point, and find the ' +
      'sender with a directional antenna.',
  },
  {
    id: 'beacon_flood',
    title: '{access_points} announced themselves in {span} (threshold: {limit} in {period})',
    technique: techniques['T1499.001'],
    recommend:
      'One device invents these names, which hide the real ones and burden stations: find it with a ' +
      'directional antenna.',
  },
] as const
