import type { KeyboardEvent, ReactNode } from 'react'

interface SegmentsProps<T> {
  label: string
  value: T
  options: readonly { value: T; words: ReactNode; tip?: string; name?: string }[]
  onChoose(value: T): void
}

/** One of a few, side by side: the master switch, the theme. */
export function Segments<T extends string | null>({ label, value, options, onChoose }: SegmentsProps<T>) {
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="inline-grid h-[26px] flex-none grid-flow-col rounded-2 bg-surface-sunken inset-ring inset-ring-line-strong"
      onKeyDown={(event) => arrows(event, (at) => options[at] && onChoose(options[at].value))}
    >
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: the look is a row of buttons; role, state and arrows are those of radio inputs
        <button
          key={String(option.value)}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          aria-label={option.name}
          tabIndex={option.value === value ? 0 : -1}
          data-tip={option.tip}
          className="inline-flex h-[26px] items-center gap-1.5 rounded-2 px-2.5 text-data whitespace-nowrap text-text-2 hover:text-text-1 focus-visible:z-1 aria-checked:bg-surface-raised aria-checked:text-text-1 aria-checked:inset-ring aria-checked:inset-ring-line-control"
          onClick={() => onChoose(option.value)}
        >
          {option.words}
        </button>
      ))}
    </div>
  )
}

function arrows(event: KeyboardEvent<HTMLElement>, choose: (at: number) => void): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')]
  const at = stops.indexOf(event.target as HTMLElement)
  if (at < 0) return
  event.preventDefault()
  const next = (at + step + stops.length) % stops.length
  stops[next]?.focus()
  choose(next)
}
