import { managementHashes } from '../../src/detect/login/management-hashes.ts'
import { relayedSpam } from '../../src/detect/mail/relayed-spam.ts'
import { askForHashes } from '../management-script.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'
import { relay } from '../relay-script.ts'
import { TrafficScript } from '../traffic-script.ts'

const hashes = (given: { count?: number; gapSeconds?: number } = {}) =>
  askForHashes(new TrafficScript(), given)
const letters = (given: { gapSeconds?: number; senderCount?: number } = {}) =>
  relay(new TrafficScript(), { count: 10, senderCount: 2, ...given })

const few = { domainCountMin: 10, senderCountMin: 2, levels: { medium: 10, high: 100 } }
export const edges: readonly OptionEdge[] = [
  ...edgesOf(managementHashes, [
    { option: 'hashCountMin', script: () => hashes(), below: 3, at: 2 },
    { option: 'forgetAfterSeconds', script: () => hashes({ gapSeconds: 5 }), below: 4, at: 6 },
    { option: 'levels.medium', script: () => hashes(), below: 3, at: 2 },
    {
      option: 'levels.high',
      script: () => hashes(),
      below: 3,
      at: 2,
      others: { levels: { medium: 1 } },
    },
    { option: 'allow', script: () => hashes(), below: ['10.0.0.66'], at: ['10.0.0.67'] },
  ]),
  ...edgesOf(relayedSpam, [
    { option: 'domainCountMin', script: () => letters(), below: 11, at: 10, others: few },
    { option: 'senderCountMin', script: () => letters(), below: 3, at: 2, others: few },
    { option: 'periodSeconds', script: () => letters(), below: 5, at: 20, others: few },
    {
      option: 'forgetAfterSeconds',
      script: () => letters({ gapSeconds: 5 }),
      below: 4,
      at: 6,
      others: few,
    },
    { option: 'levels.medium', script: () => letters(), below: 11, at: 10, others: few },
    {
      option: 'levels.high',
      script: () => letters(),
      below: 11,
      at: 10,
      others: { ...few, levels: { medium: 1 } },
    },
    {
      option: 'allow',
      script: () => letters(),
      below: ['10.0.0.66'],
      at: ['10.0.0.67'],
      others: few,
    },
  ]),
]
