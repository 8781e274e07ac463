import type { z } from 'zod'
import type { Traffic } from '../../flow/traffic.ts'
import { AddressList } from './address-list.ts'
import type { DetectionHandle, Reporter } from './reporter.ts'

/** What a statement about a spared host is known by. */
const spared: DetectionHandle = { detectionId: '' }

/**
 * The reporter of a detector whose options list sources or targets that it leaves alone: what is
 * stated about one of them goes nowhere.
 */
export function sparing(
  reporter: Reporter,
  traffic: Traffic,
  options: z.ZodObject,
  settings: Readonly<Record<string, unknown>>,
): Reporter {
  const lists = Object.entries(options.shape).flatMap(([name, option]) => {
    const spares = (option as z.ZodType).meta()?.spares
    // Such an option is a list of texts that were checked.
    return spares ? [{ spares, list: new AddressList(settings[name] as string[]) }] : []
  })
  if (lists.length === 0) return reporter
  return {
    emit(statement) {
      for (const { spares, list } of lists) {
        const host = statement[spares]
        if (host !== null && list.has(traffic.hosts.text(host))) return spared
      }
      return reporter.emit(statement)
    },
    update(handle, statement) {
      if (handle !== spared) reporter.update(handle, statement)
    },
    offer: (report, read) => reporter.offer(report, read),
  }
}
