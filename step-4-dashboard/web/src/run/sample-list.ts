import type { Sample } from '../api/capture-queries.ts'

/** However long a sample is, it is played in that time; slower than it was, it never is. */
const playSeconds = 20

/** As the API takes it: up to a thousand times traffic time. */
export function playSpeed({ seconds }: Pick<Sample, 'seconds'>): number {
  return Math.min(1_000, Math.max(1, seconds / playSeconds))
}

/** A port scan is the attack that explains itself; else any that holds one. */
export function firstToShow(samples: readonly Sample[]): Sample | undefined {
  return (
    samples.find(({ sample }) => /port_?-?scan|syn_?-?scan/.test(sample)) ??
    samples.find(({ attacks }) => attacks > 0) ??
    samples[0]
  )
}

/** Simulated and recorded traffic apart, because the one is cleaner than the world is. */
export function groupSamples(
  samples: readonly Sample[],
): { readonly label: string; readonly samples: readonly Sample[] }[] {
  const isRecorded = ({ origin }: Sample) => origin === 'recorded'
  return [
    { label: 'Simulated', samples: samples.filter((one) => !isRecorded(one)) },
    { label: 'Recorded from real tools', samples: samples.filter(isRecorded) },
  ].filter((group) => group.samples.length > 0)
}
