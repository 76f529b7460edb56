import { type FormEvent, useState } from 'react'
import type { Service } from '../../proxy-core/model/route.ts'
import { useStatus } from '../api/queries.ts'
import { said } from '../api/request-failed.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { changeService } from './acts.ts'

/** Where the real API of a service lives. null as the service keeps it closed. */
export function UpstreamDialog({ service, onClose }: { service: Service | null; onClose(): void }) {
  return (
    <Dialog open={service !== null} onClose={onClose} title={`Upstream of ${service?.name ?? ''}`} text={<Explained service={service} />}>
      {service && <UpstreamForm service={service} onClose={onClose} />}
    </Dialog>
  )
}

function Explained({ service }: { service: Service | null }) {
  const environment = useStatus()?.environment
  const mount = service?.mount || '/'
  return (
    <>
      Live routes ask this URL. Its path takes the place of <span className="data">{mount}</span>
      {environment ? `. It is kept for the environment ${environment}.` : '.'}
    </>
  )
}

function UpstreamForm({ service, onClose }: { service: Service; onClose(): void }) {
  const [url, setUrl] = useState(service.upstream ?? '')
  const [error, setError] = useState<string | null>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const upstream = url.trim() || null
    try {
      await changeService(service.name, { upstream })
      onClose()
    } catch (failure) {
      setError(said(failure))
    }
  }
  return (
    <form onSubmit={(event) => void save(event)} className="grid gap-4 pt-3">
      <Field
        label="URL"
        placeholder="http://localhost:8080"
        autoFocus
        value={url}
        error={error}
        hint="Nothing is asked before a route is live and called."
        onChange={(event) => {
          setUrl(event.target.value)
          setError(null)
        }}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="primary" type="submit">
          {url.trim() === '' && service.upstream ? 'Take it away' : 'Set the upstream'}
        </Button>
      </div>
    </form>
  )
}
