import type { RefObject } from 'react'
import { IconButton } from '../ui/button.tsx'
import { FilterChip } from '../ui/chip.tsx'
import { FilterField } from './filter/filter-field.tsx'
import { hasWord, toggleWord } from './filter/filter-words.ts'

interface TrafficBarProps {
  field: RefObject<HTMLInputElement | null>
  filter: string
  onFilter: (text: string) => void
  onLeaveField: () => void
  errors: number
  pending: number
  following: boolean
  onFollow: () => void
  paused: boolean
  onPause: () => void
  onClear: () => void
}

/** The filter and what is done with the list as a whole. */
export function TrafficBar(props: TrafficBarProps) {
  const { filter, onFilter } = props
  const toggle = (word: string) => onFilter(toggleWord(filter, word))
  return (
    <div className="flex h-10 flex-none items-center gap-1.5 border-b border-line pr-2 pl-3">
      <FilterField field={props.field} filter={filter} onFilter={onFilter} onLeave={props.onLeaveField} />
      <span className="flex flex-none items-center gap-1.5 narrow:hidden">
        <FilterChip icon="error" pressed={hasWord(filter, 'is:error')} count={props.errors} onPress={() => toggle('is:error')}>
          Errors
        </FilterChip>
        <FilterChip icon="clock" pressed={hasWord(filter, 'is:pending')} count={props.pending} onPress={() => toggle('is:pending')}>
          Pending
        </FilterChip>
      </span>
      <IconButton icon="follow" label="Follow the newest" keys="End" aria-pressed={props.following} onClick={props.onFollow} />
      <IconButton
        icon={props.paused ? 'resume' : 'pause'}
        label={props.paused ? 'Resume' : 'Pause the list; traffic goes on'}
        aria-pressed={props.paused}
        onClick={props.onPause}
      />
      <IconButton
        icon="clear"
        label={filter === '' ? 'Clear the log; pinned stay' : 'Clear what matches; pinned stay'}
        onClick={props.onClear}
      />
    </div>
  )
}
