import type { Source } from '../../proxy-core/model/mode.ts'
import { Icon } from './icon.tsx'

const methodTones: Record<string, string> = {
  GET: 'text-method-get',
  POST: 'text-method-post',
  PUT: 'text-method-put',
  PATCH: 'text-method-patch',
  DELETE: 'text-method-delete',
}

/** The method; the word carries it, the colour is quiet. */
export function MethodWord({ method, className = '' }: { method: string; className?: string }) {
  return <span className={`data font-medium ${methodTones[method] ?? 'text-method-other'} ${className}`}>{method}</span>
}

type StatusClass = '1xx' | '2xx' | '3xx' | '4xx' | '5xx' | 'pending' | 'broken'

const markTones: Record<StatusClass, string> = {
  '1xx': 'text-status-3xx',
  '2xx': 'text-mark-2xx',
  '3xx': 'text-status-3xx',
  '4xx': 'text-mark-4xx',
  '5xx': 'text-mark-5xx',
  pending: 'text-status-pending',
  broken: 'text-mark-5xx',
}
const wordTones: Record<StatusClass, string> = {
  '1xx': 'text-text-1',
  '2xx': 'text-text-1',
  '3xx': 'text-text-1',
  '4xx': 'text-status-4xx font-strong',
  '5xx': 'text-status-5xx font-strong',
  pending: 'text-text-3',
  broken: 'text-status-5xx font-strong',
}

interface StatusMarkProps {
  status: number | null
  pending?: boolean
  /** Said instead of a status when there was none, such as `reset`. */
  broken?: string | undefined
  className?: string
}

/** Circle 2xx, arrow 3xx, triangle 4xx, square 5xx, dashed ring pending, cross broken off; only 4xx and 5xx are coloured and heavier. */
export function StatusMark({ status, pending = false, broken, className = '' }: StatusMarkProps) {
  const kind = pending ? 'pending' : statusClass(status)
  const word = pending ? '···' : (status ?? broken ?? 'none')
  return (
    <span className={`data inline-grid grid-cols-[10px_auto] items-center justify-start gap-1.5 ${wordTones[kind]} ${className}`}>
      <svg viewBox="0 0 10 10" width={10} height={10} className={markTones[kind]} fill="currentColor" aria-hidden="true">
        {shapes[kind]}
      </svg>
      <span aria-hidden={pending}>{word}</span>
      {pending && <span className="sr-only">pending</span>}
      {kind === 'broken' && status === null && broken !== undefined && <span className="sr-only">, broken off</span>}
    </span>
  )
}

function statusClass(status: number | null): StatusClass {
  if (status === null) return 'broken'
  if (status >= 500) return '5xx'
  if (status >= 400) return '4xx'
  if (status >= 300) return '3xx'
  return status >= 200 ? '2xx' : '1xx'
}

const arrow = <path d="M2.5 1.5 7.5 5l-5 3.5z" />
const shapes = {
  '1xx': arrow,
  '2xx': <circle cx="5" cy="5" r="3.25" />,
  '3xx': arrow,
  '4xx': <path d="M5 1 9.5 9h-9z" />,
  '5xx': <rect x="1.5" y="1.5" width="7" height="7" rx=".8" />,
  pending: <circle className="turning" cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="3.4 2" />,
  broken: <path d="M2 2l6 6M8 2l-6 6" fill="none" stroke="currentColor" strokeWidth="1.8" />,
}

export const sourceTones: Record<Source, string> = {
  mock: 'text-source-mock',
  live: 'text-source-live',
  fallback: 'text-source-fallback',
  recorded: 'text-source-recorded',
  cache: 'text-source-cache',
  gateway: 'text-text-3',
  callback: 'text-text-2',
  webhook: 'text-text-2',
}

/** What produced an answer, or what Switchyard has sent: icon and word. */
export function SourceMark({ source, word = source }: { source: Source; word?: string }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 text-data whitespace-nowrap text-text-2">
      <Icon name={source} className={sourceTones[source]} />
      <span className="cut">{word}</span>
    </span>
  )
}

export function FindingCount({ count }: { count: number }) {
  if (count === 0) return null
  const words = `${count} ${count === 1 ? 'finding' : 'findings'}`
  return (
    <span role="img" className="data inline-flex items-center gap-[3px] font-medium text-status-4xx" aria-label={words} data-tip={words}>
      <Icon name="finding" size={14} />
      {count}
    </span>
  )
}
