import { useEffect } from 'react'
import { create } from 'zustand'
import { Button, IconButton } from './button.tsx'
import { Icon } from './icon.tsx'
import { Keys } from './keys.tsx'
import { useShortcuts } from './shortcuts.ts'

interface Toast {
  id: number
  kind: 'done' | 'error'
  text: string
  /** A button in it: `Undo`, or a step that helps. */
  action: { words: string; run(): void } | null
  undoes: boolean
  /** What it is about: a newer message about the same takes its place. */
  about: string
}

const SHOWN_MS = 6_000
const ERROR_SHOWN_MS = 12_000
const MAX_TOASTS = 3

const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }))
let lastId = 0

/** Says that something was done, with a way back where there is one. A newer message about the same takes its place. */
export function toastDone(text: string, undo?: () => void, about = text): void {
  add({ kind: 'done', text, action: undo ? { words: 'Undo', run: undo } : null, undoes: undo !== undefined, about })
}

/** Says what went wrong, with a step that helps where there is one. */
export function toastError(text: string, action: { words: string; run(): void } | null = null): void {
  add({ kind: 'error', text, action, undoes: false, about: text })
}

function add(toast: Omit<Toast, 'id'>): void {
  const id = ++lastId
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((other) => other.about !== toast.about), { ...toast, id }].slice(-MAX_TOASTS),
  }))
}

function close(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
}

export function Toaster() {
  const toasts = useToasts((state) => state.toasts)
  const newestUndo = toasts.findLast((toast) => toast.undoes)
  return (
    <section aria-label="Messages" aria-live="polite" data-toaster="" className="fixed right-3 bottom-9 z-40 flex flex-col items-end gap-2">
      {newestUndo && <UndoKey toast={newestUndo} />}
      {toasts.map((toast) => (
        <ToastBox key={toast.id} toast={toast} undoKey={toast === newestUndo} />
      ))}
    </section>
  )
}

function ToastBox({ toast, undoKey }: { toast: Toast; undoKey: boolean }) {
  useEffect(() => {
    const timer = setTimeout(() => close(toast.id), toast.kind === 'error' ? ERROR_SHOWN_MS : SHOWN_MS)
    return () => clearTimeout(timer)
  }, [toast])
  return (
    <div
      role={toast.kind === 'error' ? 'alert' : 'status'}
      className="flex min-h-10 max-w-[560px] items-center gap-2.5 rounded-3 bg-surface-raised py-1.5 pr-1.5 pl-3 shadow-popover"
    >
      <Icon name={toast.kind === 'error' ? 'error' : 'check'} className={toast.kind === 'error' ? 'text-status-5xx' : 'text-text-1'} />
      <span className="min-w-0 break-words">{toast.text}</span>
      {toast.action && (
        <Button kind="quiet" small icon={toast.undoes ? 'undo' : undefined} onClick={() => act(toast)}>
          {toast.action.words}
          {undoKey && <Keys keys="Mod+z" />}
        </Button>
      )}
      <IconButton icon="x" label="Close the message" onClick={() => close(toast.id)} />
    </div>
  )
}

function UndoKey({ toast }: { toast: Toast }) {
  useShortcuts('Now', [{ keys: 'Mod+z', words: `Undo: ${toast.text}`, run: () => act(toast) }])
  return null
}

function act(toast: Toast): void {
  close(toast.id)
  toast.action?.run()
}
