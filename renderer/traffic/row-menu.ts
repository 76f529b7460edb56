import type { ExchangeSummary } from '../../proxy-core/model/exchange.ts'
import type { MenuEntry } from '../ui/menu.tsx'
import { toggleWord } from './filter/filter-words.ts'
import type { ExchangeActs } from './use-acts.ts'

interface RowMenuParts {
  exchange: ExchangeSummary | undefined
  acts: ExchangeActs
  filter: string
  onFilter: (text: string) => void
  onOpen: (id: string) => void
  onRemove: (id: string) => void
}

/** What can be done with the row under the pointer. */
export function rowMenu({ exchange, acts, filter, onFilter, onOpen, onRemove }: RowMenuParts): MenuEntry[] {
  if (!exchange) return []
  const { id } = exchange
  const ended = exchange.state !== 'pending'
  const only = (word: string): MenuEntry => ({ words: `Filter by ${word}`, icon: 'filter', run: () => onFilter(toggleWord(filter, word)) })
  return [
    { words: 'Open', keys: 'Enter', run: () => onOpen(id) },
    { words: 'Copy as cURL', icon: 'copy', keys: 'c', disabled: !ended, run: () => void acts.copyCurl(id) },
    { words: 'Copy URL', run: () => void acts.copyUrl(id) },
    'line',
    only(`path:${quoted(`^${exchange.path}$`)}`),
    ...(exchange.service === null ? [] : [only(`service:${quoted(exchange.service)}`)]),
    ...(exchange.status === null ? [] : [only(`status:${exchange.status}`)]),
    'line',
    { words: exchange.pinned ? 'Unpin' : 'Pin', icon: 'pin', keys: 'p', disabled: !ended, run: () => void acts.pin(id) },
    { words: 'Delete', icon: 'clear', keys: 'x', danger: true, disabled: !ended, run: () => onRemove(id) },
  ]
}

/** A value of the filter language, in quotes where it needs them. */
function quoted(value: string): string {
  return /[\s",]/.test(value) ? `"${value.replace(/[\\"]/g, '\\$&')}"` : value
}
