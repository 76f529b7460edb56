import type { KeyboardEvent } from 'react'
import { type Mode, type WorkingMode, workingModes } from '../../proxy-core/model/mode.ts'
import { Icon } from './icon.tsx'
import { tip } from './tip.tsx'

interface ModeSwitchProps {
  /** What it is the mode of, such as `GET /products`. */
  of: string
  /** The mode thrown; null when routes beneath differ. */
  mode: Mode | null
  /** Set here, or followed from above. */
  setting: 'set' | 'inherited'
  /** Modes that occur among the routes beneath, when they differ. */
  parts?: ReadonlySet<Mode> | undefined
  /** Why a mode can not be served, by mode. */
  refused?: Partial<Record<Mode, string>>
  /** The master switch holds it. */
  held?: boolean
  shape?: 'row' | 'words' | 'wide'
  /** Reached by Tab; rows of a list are reached by arrows instead. */
  tabbable?: boolean
  onThrow(mode: WorkingMode): void
  /** Asked for a mode that is refused: a chance to offer the step that would allow it. */
  onRefused?: ((mode: WorkingMode) => void) | undefined
}

/** The mode switch: a stop for each mode that works, in fixed places. Arrows move in it. */
export function ModeSwitch(props: ModeSwitchProps) {
  const { of, mode, setting, parts, refused = {}, held = false, shape = 'row', tabbable = true } = props
  const throwTo = (next: WorkingMode) => {
    if (held) return
    if (refused[next] !== undefined) props.onRefused?.(next)
    else props.onThrow(next)
  }
  const entry = workingModes.find((stop) => stop === mode) ?? workingModes[0]
  return (
    <div
      role="radiogroup"
      aria-label={`Mode of ${of}`}
      aria-disabled={held || undefined}
      className="switch"
      data-setting={setting}
      data-shape={shape}
      data-held={held || undefined}
      onKeyDown={(event) => moveFocus(event, throwTo)}
    >
      {workingModes.map((stop, at) => (
        // biome-ignore lint/a11y/useSemanticElements: a radio input can not be struck through, dashed and barred; role, state and arrows are those of one
        <button
          key={stop}
          type="button"
          role="radio"
          className="switch-stop"
          aria-checked={mode === stop}
          aria-disabled={held || refused[stop] !== undefined || undefined}
          aria-label={shape === 'row' ? stop : undefined}
          aria-description={refused[stop]}
          tabIndex={tabbable && stop === entry ? 0 : -1}
          data-mode={stop}
          data-part={(mode === null && parts?.has(stop)) || undefined}
          data-refused={(!held && refused[stop] !== undefined) || undefined}
          {...tip(hint(stop, props), held ? undefined : String(at + 1))}
          onClick={(event) => {
            event.stopPropagation()
            throwTo(stop)
          }}
        >
          <Icon name={stop} />
          {shape !== 'row' && <span>{stop}</span>}
        </button>
      ))}
    </div>
  )
}

function hint(stop: WorkingMode, { mode, setting, parts, refused, held }: ModeSwitchProps): string {
  if (held) return 'Held by the master switch'
  const why = refused?.[stop]
  if (why !== undefined) return why
  if (mode === null && parts?.has(stop)) return `${stop}: some routes`
  return mode === stop && setting === 'inherited' ? `${stop}, not set here` : stop
}

/** As in any radio group, arrows move and throw; a refused stop is passed through, its reason told. */
function moveFocus(event: KeyboardEvent<HTMLElement>, throwTo: (mode: WorkingMode) => void): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')]
  const at = stops.indexOf(event.target as HTMLElement)
  if (at < 0) return
  event.preventDefault()
  event.stopPropagation()
  const next = (at + step + stops.length) % stops.length
  stops[next]?.focus()
  const mode = workingModes[next]
  if (mode && stops[next]?.getAttribute('aria-disabled') !== 'true') throwTo(mode)
}
