import type { Diagnostic } from '../../proxy-core/model/finding.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { countText } from '../ui/quantities.ts'
import { type Failure, forgetFailure } from './bring.ts'

const SHOWN_FAULTS = 200

/** Why a document could not be brought in: what, where, line and column. */
export function FailureBox({ failure }: { failure: Failure }) {
  const covered = failure.diagnostics.some((fault) => failure.text.includes(fault.message))
  return (
    <div role="alert" className="rounded-3 bg-surface-base inset-ring inset-ring-status-5xx">
      <div className="flex items-start gap-2 py-2 pr-1.5 pl-3">
        <Icon name="error" className="mt-0.5 text-status-5xx" />
        <div className="min-w-0 flex-1">
          <p className="cut font-medium">{failure.name} was not taken in</p>
          <p className="break-words text-text-2">{failure.text}</p>
        </div>
        <IconButton icon="x" label="Close the message" onClick={forgetFailure} />
      </div>
      {failure.diagnostics.length > 0 && !(covered && failure.diagnostics.length === 1) && (
        <div className="max-h-[200px] overflow-auto border-t border-line py-1">
          <FaultList faults={failure.diagnostics} />
        </div>
      )}
    </div>
  )
}

/** Faults of a document as `file:line:column`, the form that editors and terminals turn into links. */
export function FaultList({ faults }: { faults: readonly Diagnostic[] }) {
  return (
    <ul className="text-data">
      {faults.slice(0, SHOWN_FAULTS).map((fault) => (
        <li
          key={`${fault.file}:${fault.line}:${fault.column}:${fault.code}:${fault.message}`}
          className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2 px-3 py-[3px]"
        >
          <Icon
            name={fault.severity === 'error' ? 'error' : 'finding'}
            size={14}
            className={`mt-[3px] ${fault.severity === 'error' ? 'text-status-5xx' : 'text-status-4xx'}`}
          />
          <span className="min-w-0 break-words">
            <span className="sr-only">{fault.severity}: </span>
            {fault.message}
            <span className="data block text-text-3 select-all">{placeOf(fault)}</span>
          </span>
        </li>
      ))}
      {faults.length > SHOWN_FAULTS && <li className="note px-3 py-1">and {countText(faults.length - SHOWN_FAULTS)} more</li>}
    </ul>
  )
}

function placeOf({ file, line, column }: Diagnostic): string {
  return [file, line, line === null ? null : column].filter((part) => part !== null).join(':')
}
