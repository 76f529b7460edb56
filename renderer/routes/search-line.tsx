import { type Ref, useMemo, useState } from 'react'
import type { Route } from '../../proxy-core/model/route.ts'
import { AddServiceDialog } from '../services/add-service-dialog.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { FilterChip } from '../ui/chip.tsx'
import { Icon } from '../ui/icon.tsx'
import { isOnly, type Only } from './grouping.ts'

interface SearchLineProps {
  ref: Ref<HTMLInputElement>
  q: string
  only: Only | null
  routes: readonly Route[]
  onSearch(q: string): void
  onOnly(only: Only | null): void
}

export function SearchLine({ ref, q, only, routes, onSearch, onOnly }: SearchLineProps) {
  const [adding, setAdding] = useState(false)
  const counts = useMemo(() => {
    const count = (each: Only) => routes.filter((route) => isOnly(route, each)).length
    return { set: count('set'), uncalled: count('uncalled'), findings: count('findings') }
  }, [routes])
  const chip = (value: Only) => ({ pressed: only === value, count: counts[value], onPress: () => onOnly(only === value ? null : value) })
  return (
    <div className="flex h-10 flex-none items-center gap-1.5 border-b border-line pr-2 pl-3">
      <Icon name="search" className="text-text-3" />
      <input
        ref={ref}
        type="search"
        aria-label="Search routes"
        placeholder="Path, operation, summary or tag"
        spellCheck={false}
        value={q}
        onChange={(event) => onSearch(event.target.value)}
        onKeyDown={(event) => {
          if (!['ArrowDown', 'Enter', 'Escape'].includes(event.key)) return
          event.preventDefault()
          if (event.key === 'Escape') onSearch('')
          document.getElementById('routes-grid')?.focus()
        }}
        className="h-7 min-w-0 [&::-webkit-search-cancel-button]:hidden flex-1 rounded-2 px-1 outline-none focus-visible:bg-surface-sunken"
      />
      {q !== '' && <IconButton icon="x" label="End the search" keys="Escape" onClick={() => onSearch('')} />}
      <span className="contents narrow:hidden">
        <FilterChip {...chip('set')}>Set on the route</FilterChip>
        <FilterChip {...chip('uncalled')}>Not called</FilterChip>
      </span>
      {counts.findings > 0 && (
        <FilterChip icon="finding" {...chip('findings')}>
          Findings
        </FilterChip>
      )}
      <Button small icon="plus" onClick={() => setAdding(true)}>
        Add a service
      </Button>
      <AddServiceDialog open={adding} onClose={() => setAdding(false)} />
    </div>
  )
}
