import { useEffect, useState } from 'react'
import { Keys } from './keys.tsx'

/** Attributes that give an element a tooltip. The name for screen readers stays on the element itself. */
export function tip(text: string | undefined, keys?: string) {
  return text ? { 'data-tip': text, ...(keys ? { 'data-tip-keys': keys } : {}) } : {}
}

const SHOW_AFTER_MS = 350

interface Shown {
  text: string
  keys: string | undefined
  left: number
  top: number
  side: 'above' | 'below' | 'right'
}

/** The one tooltip of the page: a list of thousands of rows needs no component per icon for it. */
export function TipLayer() {
  const [shown, setShown] = useState<Shown | null>(null)
  useEffect(() => watchTips(setShown), [])
  if (!shown) return null
  const shift = { above: '-translate-x-1/2 -translate-y-full', below: '-translate-x-1/2', right: '-translate-y-1/2' }[shown.side]
  return (
    <div
      role="tooltip"
      className={`pointer-events-none fixed z-50 flex max-w-[320px] items-center gap-2 rounded-2 bg-surface-raised py-[3px] pr-1 pl-2 text-data shadow-popover ${shift}`}
      style={{ left: shown.left, top: shown.top }}
    >
      <span className="pr-1">{shown.text}</span>
      {shown.keys && <Keys keys={shown.keys} />}
    </div>
  )
}

function watchTips(show: (shown: Shown | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let current: Element | null = null
  const hide = () => {
    clearTimeout(timer)
    current = null
    show(null)
  }
  const point = (event: Event, wait: number) => {
    const target = event.target instanceof Element ? event.target.closest('[data-tip]') : null
    if (target === current) return
    hide()
    if (!target) return
    current = target
    timer = setTimeout(() => target.isConnected && show(placed(target)), wait)
  }
  const over = (event: Event) => point(event, SHOW_AFTER_MS)
  const focus = (event: Event) => event.target instanceof Element && event.target.matches(':focus-visible') && point(event, 0)
  const key = (event: KeyboardEvent) => event.key === 'Escape' && hide()
  document.addEventListener('pointerover', over)
  document.addEventListener('focusin', focus)
  document.addEventListener('focusout', hide)
  document.addEventListener('pointerdown', hide)
  document.addEventListener('scroll', hide, true)
  document.addEventListener('keydown', key)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('pointerover', over)
    document.removeEventListener('focusin', focus)
    document.removeEventListener('focusout', hide)
    document.removeEventListener('pointerdown', hide)
    document.removeEventListener('scroll', hide, true)
    document.removeEventListener('keydown', key)
  }
}

function placed(target: Element): Shown {
  const box = target.getBoundingClientRect()
  const text = target.getAttribute('data-tip') ?? ''
  const keys = target.getAttribute('data-tip-keys') ?? undefined
  const middle = box.left + box.width / 2
  const halfWidth = Math.min(160, 24 + text.length * 3.4)
  const left = Math.max(halfWidth + 8, Math.min(window.innerWidth - halfWidth - 8, middle))
  if (box.left < 48) return { text, keys, left: box.right + 10, top: box.top + box.height / 2, side: 'right' }
  if (box.bottom + 44 > window.innerHeight) return { text, keys, left, top: box.top - 6, side: 'above' }
  return { text, keys, left, top: box.bottom + 6, side: 'below' }
}
