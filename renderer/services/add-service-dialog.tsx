import { useState } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { forgetFailure, useBringing } from './bring.ts'
import { BringForm } from './bring-form.tsx'
import { FailureBox } from './faults.tsx'
import { FolderForm } from './folder-form.tsx'
import { Reading } from './reading.tsx'

/** Add a service, or open another workspace. */
export function AddServiceDialog({ open, onClose }: { open: boolean; onClose(): void }) {
  const failure = useBringing((state) => state.failure)
  const [upstream, setUpstream] = useState('')
  const close = () => {
    forgetFailure()
    setUpstream('')
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
        <BringForm upstream={upstream.trim() || undefined} onBrought={close} />
        <Field
          label="Upstream, for live"
          placeholder="http://localhost:8080"
          hint="May be left empty and set at any time."
          value={upstream}
          onChange={(event) => setUpstream(event.target.value)}
        />
        <Reading />
        {failure && <FailureBox failure={failure} />}
        <div className="-mx-4 mt-2 border-t border-line px-4 pt-3">
          <FolderForm onOpened={close} />
        </div>
      </div>
    </Dialog>
  )
}
