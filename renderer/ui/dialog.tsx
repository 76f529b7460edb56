import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'

interface DialogProps {
  open: boolean
  onClose(): void
  title: string
  /** A sentence under the title. */
  text?: ReactNode
  children?: ReactNode
  /** Buttons, the one that acts last. */
  buttons?: ReactNode
  width?: number
}

export function Dialog({ open, onClose, title, text, children, buttons, width = 480 }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-30 bg-scrim" />
        <Base.Popup
          className="fixed top-[14vh] left-1/2 z-30 flex max-h-[76vh] max-w-[calc(100vw-32px)] -translate-x-1/2 flex-col rounded-3 bg-surface-raised p-4 shadow-dialog outline-none"
          style={{ width }}
        >
          <div className="flex items-start gap-2">
            <Base.Title className="flex-1 pb-1 text-title font-strong">{title}</Base.Title>
            <IconButton icon="x" label="Close" keys="Escape" onClick={onClose} className="-mt-1 -mr-1" />
          </div>
          {text && <Base.Description className="text-text-2">{text}</Base.Description>}
          <div className="-mx-4 min-h-0 overflow-auto px-4">{children}</div>
          {buttons && <div className="flex justify-end gap-2 pt-4">{buttons}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
