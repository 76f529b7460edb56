import { type FormEvent, useState } from 'react'
import type { Service } from '../../proxy-core/model/route.ts'
import { said } from '../api/request-failed.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { changeService } from './acts.ts'

/** The path under which the gateway serves a service. */
export function MountDialog({ service, onClose }: { service: Service | null; onClose(): void }) {
  return (
    <Dialog
      open={service !== null}
      onClose={onClose}
      title={`Mount of ${service?.name ?? ''}`}
      text="The path on the gateway under which its routes are found."
    >
      {service && <MountForm service={service} onClose={onClose} />}
    </Dialog>
  )
}

function MountForm({ service, onClose }: { service: Service; onClose(): void }) {
  const [mount, setMount] = useState(service.mount)
  const [error, setError] = useState<string | null>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await changeService(service.name, { mount: mount.trim() === '/' ? '' : mount.trim() })
      onClose()
    } catch (failure) {
      setError(said(failure))
    }
  }
  return (
    <form onSubmit={(event) => void save(event)} className="grid gap-4 pt-3">
      <Field
        label="Path"
        placeholder="/api"
        autoFocus
        value={mount}
        error={error}
        hint="Starts with a slash; empty for the root."
        onChange={(event) => {
          setMount(event.target.value)
          setError(null)
        }}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="primary" type="submit">
          Set the mount
        </Button>
      </div>
    </form>
  )
}
