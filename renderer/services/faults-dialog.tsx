import { useServiceDetail } from '../api/queries.ts'
import { Dialog } from '../ui/dialog.tsx'
import { countOf } from '../ui/quantities.ts'
import { FaultList } from './faults.tsx'

/** What is wrong in a service's document, by file, line and column. null as the service keeps it closed. */
export function FaultsDialog({ service, onClose }: { service: string | null; onClose(): void }) {
  const { data: detail } = useServiceDetail(service)
  const faults = detail?.diagnosticList ?? []
  return (
    <Dialog
      open={service !== null}
      onClose={onClose}
      title={`Document of ${service ?? ''}`}
      text={
        detail &&
        (detail.error ?? `${detail.spec ?? 'The document'}: ${countOf(faults.length, 'fault')}. All that could be read is served.`)
      }
      width={680}
    >
      <div className="-mx-3 pt-2">
        <FaultList faults={faults} />
      </div>
    </Dialog>
  )
}
