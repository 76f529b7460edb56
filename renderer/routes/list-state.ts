import { create } from 'zustand'

interface ListState {
  /** Keys of folded services and tags. */
  folded: ReadonlySet<string>
  /** Ids of routes picked for a change of many. */
  picked: ReadonlySet<string>
  /** Key of the row that keys act on. */
  cursor: string | null
  /** Where a range of picks begins. */
  anchor: string | null
}

/** What the list remembers while the page is open, so that coming back finds it as it was. */
export const useListState = create<ListState>(() => ({ folded: new Set(), picked: new Set(), cursor: null, anchor: null }))

export function fold(key: string, folded: boolean): void {
  useListState.setState((state) => ({ folded: withEach(state.folded, [key], folded) }))
}

export function pick(ids: readonly string[], picked: boolean): void {
  useListState.setState((state) => ({ picked: withEach(state.picked, ids, picked), anchor: ids.at(-1) ?? null }))
}

export function unpickAll(): void {
  useListState.setState({ picked: new Set(), anchor: null })
}

export function setCursor(cursor: string | null): void {
  useListState.setState({ cursor })
}

function withEach(set: ReadonlySet<string>, keys: readonly string[], member: boolean): ReadonlySet<string> {
  const next = new Set(set)
  for (const key of keys) {
    if (member) next.add(key)
    else next.delete(key)
  }
  return next
}
