import { useState } from 'react'
import type { ExchangeSummary } from '../../proxy-core/model/exchange.ts'
import { indexOfId } from './exchange-store.ts'

interface SelectionParts {
  rows: readonly ExchangeSummary[]
  /** The exchange in the detail pane; null when it is closed. */
  open: string | null
  setOpen: (id: string | null) => void
  toRow: (index: number) => void
}

/** The selected row. While the detail pane is open it shows that row, whichever way the selection moves. */
export function useSelection({ rows, open, setOpen, toRow }: SelectionParts) {
  const [chosen, setChosen] = useState<string | null>(null)
  const selected = open ?? chosen
  const select = (id: string) => {
    setChosen(id)
    if (open !== null) setOpen(id)
  }
  const goTo = (index: number) => {
    const at = Math.max(0, Math.min(rows.length - 1, index))
    const row = rows[at]
    if (!row) return
    select(row.id)
    toRow(at)
  }
  return {
    selected,
    select,
    goTo,
    /** Moves by that many rows; without a selection from the newest one. */
    move(by: number) {
      const index = selected === null ? rows.length - (by < 0 ? 0 : 1) : indexOfId(rows, selected)
      if (index >= 0) goTo(selected === null && by > 0 ? index : index + by)
      else goTo(by > 0 ? ~index + by - 1 : ~index + by)
    },
    open(id: string) {
      setChosen(id)
      setOpen(id)
    },
    close() {
      setChosen(selected)
      setOpen(null)
    },
    /** The row beside one that leaves. */
    selectBeside(id: string) {
      const index = indexOfId(rows, id)
      const next = rows[index < 0 ? ~index : index + 1] ?? rows[index - 1]
      setChosen(next?.id ?? null)
      if (open !== null) setOpen(next?.id ?? null)
    },
  }
}
