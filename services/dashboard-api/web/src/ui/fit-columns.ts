interface Fitting {
  readonly width_px: number;
  readonly priority: number;
}

/** Left and right padding of a row. Same as in grid.module.css. */
const PADDING_PX = 32;

/** The columns there is room for, in their order. The least important give way first; the first two always stay. */
export function fitColumns<Column extends Fitting>(
  columns: readonly Column[],
  widthPx: number,
): readonly Column[] {
  if (widthPx === 0) return columns;
  const byPriority = [...columns].sort((a, b) => a.priority - b.priority);
  const kept = new Set<Column>();
  let left = widthPx - PADDING_PX;
  for (const column of byPriority) {
    left -= column.width_px;
    if (left < 0 && kept.size >= 2) break;
    kept.add(column);
  }
  return columns.filter((column) => kept.has(column));
}
