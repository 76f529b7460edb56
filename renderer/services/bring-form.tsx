import { type ClipboardEvent, type FormEvent, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextInput } from '../ui/field.tsx'
import { Keys } from '../ui/keys.tsx'
import { useBringing } from './bring.ts'
import { desktop } from './desktop.ts'
import { takeFile, takeText } from './dropped.ts'

interface BringFormProps {
  /** URL of the upstream that the service gets with its document. */
  upstream?: string
  onBrought?(): void
}

/** A URL, a path or the document itself; or a file chosen. */
export function BringForm({ upstream, onBrought }: BringFormProps) {
  const [text, setText] = useState('')
  const file = useRef<HTMLInputElement>(null)
  const busy = useBringing((state) => state.reading !== null)
  const take = async (taking: Promise<boolean>) => {
    if (!(await taking)) return
    setText('')
    onBrought?.()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) void take(takeText(text, upstream))
  }
  const paste = (event: ClipboardEvent) => {
    // A field of one line would run the lines of a document together.
    const pasted = event.clipboardData.getData('text/plain')
    if (!/[\r\n]/.test(pasted.trim())) return
    event.preventDefault()
    void take(takeText(pasted, upstream))
  }
  const browse = async () => {
    const bridge = desktop()
    if (!bridge) return file.current?.click()
    const path = await bridge.openDialog('document')
    if (path) void take(takeText(path, upstream))
  }
  return (
    <form onSubmit={submit} className="flex items-center gap-2">
      <span className="relative flex max-w-[420px] min-w-0 flex-1">
        <TextInput
          aria-label="URL or path of a document, or the document itself"
          placeholder="Paste a URL or the document itself"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onPaste={paste}
          className="h-7! flex-1 bg-surface-base! pr-16"
        />
        {text === '' && (
          <span aria-hidden="true" className="pointer-events-none absolute top-[5px] right-1.5">
            <Keys keys="Mod+v" />
          </span>
        )}
      </span>
      {text.trim() !== '' && (
        <Button kind="primary" type="submit" disabled={busy}>
          Read it
        </Button>
      )}
      <Button onClick={() => void browse()} disabled={busy}>
        Browse
      </Button>
      <input
        ref={file}
        type="file"
        hidden
        accept=".yaml,.yml,.json,application/json,application/yaml,text/yaml"
        onChange={(event) => {
          const chosen = event.target.files?.[0] ?? null
          event.target.value = ''
          void take(takeFile(chosen, upstream))
        }}
      />
    </form>
  )
}
