import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { Icon } from '../ui/icon.tsx'
import { toastDone } from '../ui/toast.tsx'
import { AddServiceDialog } from './add-service-dialog.tsx'
import { takeDropped } from './dropped.ts'

/** The whole window takes documents. What fails is told where documents are brought in: on the welcome page, else in the dialog. */
export function DropTarget({ children }: { children: ReactNode }) {
  const [location] = useLocation()
  const [over, setOver] = useState(false)
  const [failed, setFailed] = useState(false)
  const depth = useRef(0)
  const enter = (event: DragEvent) => {
    if (!carriesDocument(event)) return
    event.preventDefault()
    depth.current++
    setOver(true)
  }
  const leave = () => {
    depth.current = Math.max(0, depth.current - 1)
    if (depth.current === 0) setOver(false)
  }
  const drop = async (event: DragEvent) => {
    if (!carriesDocument(event)) return
    event.preventDefault()
    depth.current = 0
    setOver(false)
    const taken = await takeDropped(event.dataTransfer)
    if (location === '/welcome') return
    if (taken) toastDone('Service added')
    else setFailed(true)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one of several ways in; the others are buttons and fields
    <div
      className="h-full"
      onDragEnter={enter}
      onDragOver={(event) => carriesDocument(event) && event.preventDefault()}
      onDragLeave={leave}
      onDrop={drop}
    >
      {children}
      {over && (
        <div className="pointer-events-none fixed inset-2 z-50 grid place-items-center rounded-3 border-2 border-dashed border-accent bg-surface-base/90">
          <p className="flex items-center gap-2 text-title">
            <Icon name="document" size={20} className="text-accent" />
            Drop it: a document becomes a service
          </p>
        </div>
      )}
      <AddServiceDialog open={failed} onClose={() => setFailed(false)} />
    </div>
  )
}

function carriesDocument({ dataTransfer }: DragEvent): boolean {
  return dataTransfer.types.includes('Files') || dataTransfer.types.includes('text/uri-list')
}
