export interface CompareBoxProps {
  /** What a screen reader calls it. */
  readonly label: string
  readonly id: string
  /** Those that are compared. */
  readonly ids: readonly string[]
  readonly onChange: (ids: readonly string[]) => void
}

/** Two rows are set side by side: of three the one that was chosen first goes. */
export const comparedCount = 2

/** Takes a row of a table into a comparison, and out of it again. */
export function CompareBox({ label, id, ids, onChange }: CompareBoxProps) {
  const others = ids.filter((one) => one !== id)
  const isCompared = others.length < ids.length
  return (
    <label className="inline-grid size-6 place-items-center">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        aria-label={label}
        checked={isCompared}
        onChange={() => onChange(isCompared ? others : [...others.slice(1 - comparedCount), id])}
      />
    </label>
  )
}
