import { numberOf } from '../draft.ts'
import type { FlowBitStep } from '../flow-bit-step.ts'
import type { Rate } from '../rate.ts'
import { badValue, givenValue, type Keyword, type Keywords, listOf } from './keyword.ts'

/** A day, in seconds: longer is remembered by no rule. */
const secondsMax = 86_400
const bitActions = ['set', 'unset', 'toggle', 'isset', 'isnotset'] as const
const tracks: Readonly<Record<string, Rate['by']>> = {
  by_src: 'source',
  by_dst: 'target',
  by_rule: 'rule',
  by_both: 'pair',
}

const addRate: Keyword = (draft, value, keyword) => {
  const pairs = listOf(value, keyword).map((part) => part.split(/\s+/) as [string, string?])
  const given = Object.fromEntries(pairs) as Partial<Record<string, string>>
  const kind = keyword === 'detection_filter' ? 'filter' : given.type
  if (kind !== 'limit' && kind !== 'threshold' && kind !== 'both' && kind !== 'filter') {
    throw badValue(keyword, value)
  }
  const by = tracks[given.track ?? '']
  const count = numberOf(given.count ?? '', keyword)
  const seconds = Math.min(secondsMax, numberOf(given.seconds ?? '', keyword))
  if (by === undefined || count < 1 || seconds < 1) throw badValue(keyword, value)
  draft.rate = { kind, by, count, seconds }
}

/** The connection, what rules note for each other, and how often they speak. */
export const flowKeywords: Keywords = {
  flow: (draft, value, keyword) => {
    for (const word of listOf(value, keyword)) {
      switch (word) {
        case 'established':
          draft.needsEstablished = true
          break
        case 'to_server':
        case 'from_client':
          draft.direction = 'to_server'
          break
        case 'to_client':
        case 'from_server':
          draft.direction = 'to_client'
          break
        case 'no_stream':
          draft.isPerPacket = true
          break
        case 'stateless':
        case 'only_stream':
          break
        default:
          throw badValue(keyword, word)
      }
    }
  },
  flowbits: (draft, value, keyword) => {
    const [action = '', names = ''] = listOf(value, keyword)
    if (action === 'noalert') draft.isSilent = true
    else draft.flowBits.push(bitStep(action, names, { of: 'flow', seconds: 0, keyword }))
  },
  noalert: (draft) => {
    draft.isSilent = true
  },
  xbits: (draft, value, keyword) => {
    const [action = '', names = '', ...words] = listOf(value, keyword)
    if (action === 'noalert') draft.isSilent = true
    else {
      const track = words.find((word) => word.startsWith('track '))?.slice('track '.length)
      const expire = words.find((word) => word.startsWith('expire '))?.slice('expire '.length)
      const of = track === 'ip_src' ? 'source' : track === 'ip_dst' ? 'target' : 'pair'
      if (track === undefined || (of === 'pair' && track !== 'ip_pair'))
        throw badValue(keyword, value)
      const seconds = expire === undefined ? 30 : Math.min(secondsMax, numberOf(expire, keyword))
      draft.flowBits.push(bitStep(action, names, { of, seconds, keyword }))
    }
  },
  threshold: addRate,
  detection_filter: addRate,
}

function bitStep(
  given: string,
  names: string,
  { of, seconds, keyword }: Pick<FlowBitStep, 'of' | 'seconds'> & { keyword: string },
): FlowBitStep {
  const action = bitActions.find((one) => one === given)
  if (action === undefined) throw badValue(keyword, given)
  return { action, names: givenValue(names, keyword).split('|'), of, seconds }
}
