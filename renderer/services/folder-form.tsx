import { type FormEvent, useId, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextInput } from '../ui/field.tsx'
import { bringFolder, useBringing } from './bring.ts'
import { desktop } from './desktop.ts'

/** Opens a workspace by its path: a folder with `switchyard.yaml`, or any folder that holds documents. */
export function FolderForm({ onOpened, autoFocus = false }: { onOpened?(): void; autoFocus?: boolean }) {
  const id = useId()
  const [path, setPath] = useState('')
  const busy = useBringing((state) => state.reading !== null)
  const open = async (chosen: string) => {
    if (chosen && (await bringFolder(chosen))) onOpened?.()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void open(path.trim())
  }
  const browse = async () => void open((await desktop()?.openDialog('folder')) ?? '')
  return (
    <form onSubmit={submit} className="flex items-center gap-2">
      <label htmlFor={id} className="text-data whitespace-nowrap text-text-2">
        Or open a folder
      </label>
      <TextInput
        id={id}
        autoFocus={autoFocus}
        placeholder="/path/of/a/workspace"
        value={path}
        onChange={(event) => setPath(event.target.value)}
        className="h-7! max-w-[420px] flex-1 bg-surface-base!"
      />
      <Button type="submit" disabled={busy || path.trim() === ''}>
        Open
      </Button>
      {desktop() && <Button onClick={() => void browse()}>Browse</Button>}
    </form>
  )
}
