import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { removeService } from './acts.ts'

/** Asked, because what is set on the service and its routes goes with it. */
export function RemoveDialog({ service, onClose }: { service: string | null; onClose(): void }) {
  const remove = async () => {
    if (service && (await removeService(service))) onClose()
  }
  return (
    <Dialog
      open={service !== null}
      onClose={onClose}
      title={`Remove ${service ?? ''}?`}
      text="Its routes are no longer served, and what is set on them is forgotten. The document stays where it is, and so does the log. This can not be undone."
      buttons={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button kind="danger" onClick={() => void remove()}>
            Remove the service
          </Button>
        </>
      }
    />
  )
}
