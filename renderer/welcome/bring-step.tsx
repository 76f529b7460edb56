import { type ReactNode, useEffect, useState } from 'react'
import { bringDocument, bringFolder, SAMPLE, useBringing } from '../services/bring.ts'
import { BringForm } from '../services/bring-form.tsx'
import { desktop } from '../services/desktop.ts'
import { takeText } from '../services/dropped.ts'
import { FailureBox } from '../services/faults.tsx'
import { FolderForm } from '../services/folder-form.tsx'
import { Reading } from '../services/reading.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Keys } from '../ui/keys.tsx'
import { useShortcuts } from '../ui/shortcuts.ts'

/** Three ways in, each one gesture. */
export function Bring() {
  const { reading, failure } = useBringing()
  const [typing, setTyping] = useState(false)
  const openFolder = async () => {
    const bridge = desktop()
    if (!bridge) return setTyping(true)
    const path = await bridge.openDialog('folder')
    if (path) await bringFolder(path)
  }
  usePasteAnywhere()
  const trySample = () => void bringDocument({ spec: SAMPLE, name: 'the sample shop' })
  useShortcuts('Welcome', [
    { keys: 'Enter', words: 'Try the sample shop', run: trySample },
    { keys: 'Mod+o', words: 'Open a folder', run: () => void openFolder() },
  ])
  return (
    <>
      <div className="mt-2 grid grid-cols-[minmax(0,1fr)_auto] items-center gap-4 rounded-3 border border-dashed border-line-control bg-surface-sunken p-5">
        <div className="min-w-0">
          <p className="pb-0.5 text-title">Drop a document or a folder anywhere in this window</p>
          <p className="pb-3 text-text-2">
            Nothing is sent anywhere. A document with faults is served too, and its faults are named by line.
          </p>
          {reading ? <Reading /> : <BringForm />}
        </div>
        <Yard />
      </div>
      {failure && (
        <div className="mt-3">
          <FailureBox failure={failure} />
        </div>
      )}
      <div className="mt-3 grid grid-cols-2 gap-3">
        <Way icon="shop" words="Try the sample shop" keys="Enter" autoFocus disabled={reading !== null} onTake={trySample}>
          A small shop and its real API, both on this machine.
        </Way>
        <Way icon="folder" words="Open a folder" keys="Mod+o" disabled={reading !== null} onTake={() => void openFolder()}>
          A workspace, or any folder that holds documents.
        </Way>
      </div>
      {typing && (
        <div className="mt-3 pl-3">
          <FolderForm autoFocus />
        </div>
      )}
    </>
  )
}

interface WayProps {
  icon: IconName
  words: string
  keys: string
  autoFocus?: boolean
  disabled: boolean
  onTake(): void
  children: ReactNode
}

function Way({ icon, words, keys, autoFocus = false, disabled, onTake, children }: WayProps) {
  return (
    <button
      type="button"
      // biome-ignore lint/a11y/noAutofocus: the first page of the app, where Enter takes the shortest way in
      autoFocus={autoFocus}
      disabled={disabled}
      onClick={onTake}
      className="grid grid-cols-[20px_minmax(0,1fr)_auto] content-start items-start gap-x-3 rounded-3 py-3 pr-4 pl-3 text-left hover:bg-surface-hover focus-visible:-outline-offset-2 disabled:opacity-60"
    >
      <Icon name={icon} className="mt-0.5 text-text-2" />
      <span className="font-medium">{words}</span>
      <Keys keys={keys} />
      <span className="col-start-2 text-data leading-[18px] text-text-2">{children}</span>
    </button>
  )
}

/** Pasting with the focus anywhere but in a field brings a document in. */
function usePasteAnywhere(): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.matches('input, textarea')) return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (text.trim()) void takeText(text)
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [])
}

/** The turnout the product is named for: one line in, the siding and the straight out. */
function Yard() {
  return (
    <svg
      viewBox="0 0 168 64"
      width={168}
      height={64}
      aria-hidden="true"
      className="narrow:hidden"
      fill="none"
      stroke="var(--line-control)"
      strokeWidth={1.25}
      strokeLinecap="round"
    >
      <path d="M4 48h26" />
      <g stroke="var(--source-mock)">
        <path d="M30 48c34 0 30-34 64-34h42" />
        <path d="M137 6v16" strokeWidth={2} />
      </g>
      <path d="M30 48h124M147 42l8 6-8 6" stroke="var(--source-live)" />
      <g fill="var(--text-2)" stroke="none" className="text-label">
        <text x="104" y="9">
          mock
        </text>
        <text x="104" y="43">
          live
        </text>
      </g>
      <circle cx="30" cy="48" r="4" fill="var(--surface-sunken)" stroke="var(--text-1)" />
    </svg>
  )
}
