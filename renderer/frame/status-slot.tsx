import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { create } from 'zustand'

type Place = 'start' | 'end'

const useSlots = create<Record<Place, HTMLElement | null>>(() => ({ start: null, end: null }))

/** What a view has to say in the status line: its counts at the start, its state at the end. */
export function StatusSlot({ at, children }: { at: Place; children: ReactNode }) {
  const slot = useSlots((slots) => slots[at])
  return slot && createPortal(children, slot)
}

const take = {
  start: (start: HTMLElement | null) => useSlots.setState({ start }),
  end: (end: HTMLElement | null) => useSlots.setState({ end }),
}

export function StatusSlotPlace({ at }: { at: Place }) {
  return <span ref={take[at]} className="flex items-center gap-4 empty:hidden" />
}
