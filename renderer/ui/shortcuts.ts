import { useEffect, useRef } from 'react'
import { create } from 'zustand'

/** One thing a key does. `keys` is `j`, `Space`, `g r` (one after the other), `Mod+z` (Ctrl, or Cmd on a Mac) or several of these parted by `|`. */
export interface Shortcut {
  keys: string
  words: string
  run(event: KeyboardEvent): void
  /** Works while a field has the focus too. */
  inFields?: true
}
interface Group {
  title: string
  shortcuts: Shortcut[]
}

/** Every group of keys that works now, in the order of mounting; the sheet of keys shows exactly these. */
export const useShortcutGroups = create<{ groups: Group[] }>(() => ({ groups: [] }))

/** Keys that work while the component is mounted. A later group wins over an earlier one. */
export function useShortcuts(title: string, shortcuts: Shortcut[]): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  const shape = shortcuts.map((s) => `${s.keys}\t${s.words}`).join('\n')
  useEffect(() => {
    const group: Group = {
      title,
      shortcuts: shape
        ? shape.split('\n').map((line, at) => {
            const [keys = '', words = ''] = line.split('\t')
            return { keys, words, run: (event) => latest.current[at]?.run(event), inFields: latest.current[at]?.inFields }
          })
        : [],
    }
    useShortcutGroups.setState(({ groups }) => ({ groups: [...groups, group] }))
    return () => useShortcutGroups.setState(({ groups }) => ({ groups: groups.filter((other) => other !== group) }))
  }, [title, shape])
}

const SEQUENCE_MS = 1_000

/** Listens for the whole page. Returns what ends it. */
export function listenForShortcuts(target: Window): () => void {
  let before = ''
  let beforeAt = 0
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const key = pressed(event)
    if (key === null || isTaken(event.target, key)) return
    const sequence = before && event.timeStamp - beforeAt < SEQUENCE_MS ? `${before} ${key}` : null
    const field = isField(event.target)
    const { groups } = useShortcutGroups.getState()
    const found = (sequence && find(groups, sequence, field)) || find(groups, key, field)
    before = field ? '' : key
    beforeAt = event.timeStamp
    if (!found) return
    before = ''
    event.preventDefault()
    found.run(event)
  }
  target.addEventListener('keydown', listen)
  return () => target.removeEventListener('keydown', listen)
}

function find(groups: Group[], keys: string, field: boolean): Shortcut | undefined {
  for (const group of groups.toReversed()) {
    const found = group.shortcuts.find((shortcut) => (!field || shortcut.inFields) && shortcut.keys.split('|').includes(keys))
    if (found) return found
  }
  return undefined
}

function pressed(event: KeyboardEvent): string | null {
  if (event.altKey || ['Control', 'Meta', 'Shift', 'Alt', 'AltGraph'].includes(event.key)) return null
  const mod = event.ctrlKey || event.metaKey ? 'Mod+' : ''
  const shift = event.shiftKey && event.key.length > 1 ? 'Shift+' : ''
  const key = event.key === ' ' ? 'Space' : event.key
  return mod + shift + (mod && key.length === 1 ? key.toLowerCase() : key)
}

/** A key that the focused element has a use of its own for: all of them in a dialog or menu, Enter and Space on a button. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false
  if (target.closest('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]')) return true
  return (key === 'Enter' || key === 'Space') && target.closest('button, a[href], summary, [role=tab]') !== null
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select') || target.isContentEditable)
  )
}
