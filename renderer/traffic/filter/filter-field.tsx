import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { parseFilter } from '../../../proxy-core/model/filter.ts'
import { Chip } from '../../ui/chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import { chipParts, joinFilter, splitFilter } from './filter-words.ts'

const APPLY_AFTER_MS = 180
/** A mistake is told after a pause, because half a term is one too. */
const TELL_AFTER_MS = 800

interface FilterFieldProps {
  field: RefObject<HTMLInputElement | null>
  /** The filter in force. */
  filter: string
  onFilter: (text: string) => void
  onLeave: () => void
}

/** The filter: terms as chips, and a field for the next one. What can be read applies as it is typed; what can't says why. */
export function FilterField({ field, filter, onFilter, onLeave }: FilterFieldProps) {
  const [words, setWords] = useState(() => splitFilter(filter) ?? [])
  const [draft, setDraft] = useState(() => (splitFilter(filter) ? '' : filter))
  const [mistake, setMistake] = useState<string | null>(() => mistakeOf(filter))
  const text = joinFilter([...words, draft])

  const applied = useRef(filter)
  const apply = useCallback(
    (next: string) => {
      applied.current = next
      onFilter(next)
    },
    [onFilter],
  )

  // The filter may change from outside: a link, a chip, the way back. What was typed meanwhile is not overwritten by its own echo.
  useEffect(() => {
    if (filter === applied.current) return
    applied.current = filter
    const split = splitFilter(filter)
    setWords(split ?? [])
    setDraft(split ? '' : filter)
    setMistake(mistakeOf(filter))
  }, [filter])

  useEffect(() => {
    const wrong = mistakeOf(text)
    if (wrong === null) setMistake(null)
    const settle = () => {
      if (wrong !== null) setMistake(wrong)
      else if (text !== applied.current) apply(text)
    }
    const timer = setTimeout(settle, wrong === null ? APPLY_AFTER_MS : TELL_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text, apply])

  const commit = () => {
    const wrong = mistakeOf(text)
    setMistake(wrong)
    if (wrong !== null) return
    const split = splitFilter(draft)
    if (split) {
      setWords([...words, ...split])
      setDraft('')
    }
    apply(text)
  }
  const change = (next: string) => {
    const ended = next.endsWith(' ') && next.trim() !== '' ? splitFilter(next) : null
    setWords(ended ? [...words, ...ended] : words)
    setDraft(ended ? '' : next)
  }
  const remove = (at: number) => {
    setWords(words.filter((_, other) => other !== at))
    field.current?.focus()
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') commit()
    else if (event.key === 'Escape') onLeave()
    else if (event.key === 'Backspace' && draft === '' && words.length > 0) {
      setDraft(words.at(-1) ?? '')
      setWords(words.slice(0, -1))
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1.5">
      <Icon name="filter" className="text-text-3" />
      <div className="flex min-w-0 flex-1 items-center gap-1.5 overflow-x-auto [scrollbar-width:none]">
        {words.map((word, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same term may stand twice, and a term is its text
          <Chip key={at} {...chipParts(word)} onRemove={() => remove(at)} />
        ))}
        <input
          ref={field}
          aria-label="Filter"
          aria-invalid={mistake !== null || undefined}
          aria-describedby={mistake === null ? undefined : 'filter-mistake'}
          aria-keyshortcuts="/"
          spellCheck={false}
          autoComplete="off"
          value={draft}
          placeholder={words.length === 0 ? 'Filter, e.g. status:5xx duration>500ms' : 'and…'}
          className={`h-[22px] min-w-[140px] flex-1 rounded-1 outline-none ${draft === '' ? 'text-ui' : 'data'} ${mistake === null ? '' : 'px-[5px] inset-ring inset-ring-status-5xx'}`}
          onChange={(event) => change(event.target.value)}
          onKeyDown={press}
        />
      </div>
      {mistake !== null && (
        <span id="filter-mistake" role="alert" className="max-w-[60%] flex-none cut text-data text-status-5xx" title={mistake}>
          {mistake}
        </span>
      )}
    </div>
  )
}

function mistakeOf(text: string): string | null {
  const parsed = parseFilter(text)
  return parsed.kind === 'error' ? parsed.message : null
}
