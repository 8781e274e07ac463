import { gridColumns } from './alert-grid.ts'

/** The names of the columns; on a phone only a screen reader meets them. */
export function AlertTableHeader({ names }: { names: readonly string[] }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above.
    <div role="rowgroup" className="max-lg:sr-only">
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a heading is not acted on. */}
      <div
        role="row"
        aria-rowindex={1}
        className={`grid gap-x-4 border-b border-line px-4 py-2 text-xs text-ink-soft ${gridColumns}`}
      >
        {names.map((name) => (
          // biome-ignore lint/a11y/useSemanticElements: as above.
          // biome-ignore lint/a11y/useFocusableInteractive: as above.
          <div key={name} role="columnheader" className="font-medium">
            {name}
          </div>
        ))}
      </div>
    </div>
  )
}
