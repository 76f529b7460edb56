import { useCallback } from 'react'
import { useSearchParams } from 'wouter'

/** What of the view is in the URL, so that a link restores it: the filter and the open exchange. */
export function useViewUrl() {
  const [search, setSearch] = useSearchParams()
  const put = useCallback(
    (name: 'filter' | 'exchange', value: string | null) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before)
          if (value) after.set(name, value)
          else after.delete(name)
          return after
        },
        { replace: true },
      ),
    [setSearch],
  )
  const setFilter = useCallback((text: string) => put('filter', text), [put])
  const setOpen = useCallback((id: string | null) => put('exchange', id), [put])
  const open = search.get('exchange')
  return { filter: search.get('filter') ?? '', setFilter, open: open !== null && /^\d{1,16}$/.test(open) ? open : null, setOpen }
}
