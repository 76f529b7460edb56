import { useRef } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { forgetFailure, useBringing } from './bring.ts'
import { BringForm } from './bring-form.tsx'
import { FailureBox } from './faults.tsx'
import { FolderForm } from './folder-form.tsx'
import { Reading } from './reading.tsx'

/** Add a service, or open another workspace. */
export function AddServiceDialog({ open, onClose }: { open: boolean; onClose(): void }) {
  const failure = useBringing((state) => state.failure)
  const field = useRef<HTMLInputElement>(null)
  const close = () => {
    forgetFailure()
    onClose()
  }
  return (
    <Dialog
      open={open}
      onClose={close}
      title="Add a service"
      text="An OpenAPI document, 2.0 to 3.2, JSON or YAML: its path or URL, the document itself, or dropped anywhere in this window."
      width={600}
    >
      <div className="grid gap-3 pt-3">
        <BringForm inputRef={field} onBrought={close} />
        <Reading />
        {failure && <FailureBox failure={failure} />}
        <div className="-mx-4 mt-2 border-t border-line px-4 pt-3">
          <FolderForm onOpened={close} />
        </div>
      </div>
    </Dialog>
  )
}
