import { techniques } from '../seam/techniques.ts'

const recommend =
  'Find the port of this MAC address at the switch and shut it; turn on RA guard and ND inspection. ' +
  'What the deceived hosts sent went through this device.'

export const neighbourKinds = [
  {
    id: 'neighbour_spoofing',
    title: '{claimant} claims {address}, which {owner} has, {times} (threshold: {limit})',
    technique: techniques.T1557,
    recommend,
  },
  {
    id: 'rogue_router',
    title: '{claimant} announces itself as a router: {how}',
    technique: techniques.T1557,
    recommend,
  },
  {
    id: 'neighbour_flood',
    title: '{announcers} announced themselves within {period} s (threshold: {limit})',
    technique: techniques['T1499.001'],
    recommend,
  },
] as const
