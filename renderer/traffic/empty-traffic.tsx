import { Link } from 'wouter'
import { useServices, useStatus } from '../api/queries.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { countOf } from '../ui/quantities.ts'
import { CallLine } from '../welcome/call-line.tsx'

interface EmptyTrafficProps {
  filter: string
  failure: string | null
  onClear: () => void
  onRetry: () => void
}

/** Why the list is empty, and what fills it; its text begins where that of the rows does. */
export function EmptyTraffic(props: EmptyTrafficProps) {
  return (
    <div className="-mt-2 -ml-3">
      <Reason {...props} />
    </div>
  )
}

function Reason({ filter, failure, onClear, onRetry }: EmptyTrafficProps) {
  const status = useStatus()
  const { data: services } = useServices()
  const logged = status?.exchanges.total ?? 0
  if (failure !== null) {
    return (
      <Empty title="The log could not be read" steps={<Button onClick={onRetry}>Try again</Button>}>
        {failure}
      </Empty>
    )
  }
  if (filter !== '') {
    return (
      <Empty title="No exchange matches" steps={<Button onClick={onClear}>Drop the filter</Button>}>
        {countOf(logged, 'exchange')} {logged === 1 ? 'is' : 'are'} logged; <span className="data text-text-1">{filter}</span> leaves none.
        A new one that matches appears here at once.
      </Empty>
    )
  }
  if (!status || !services) return null
  if (services.length === 0) {
    return (
      <Empty title="Nothing to call yet" steps={<Link href="/welcome">Bring a document</Link>}>
        Exchanges appear here once the gateway has a service.
      </Empty>
    )
  }
  const service = services.find(({ sampleUrl }) => sampleUrl !== null)
  return (
    <Empty title="Waiting for the first request">
      Point your app at <span className="data text-text-1">{status.gateway.url}</span>, or call a route of {service?.name ?? 'a service'}{' '}
      from a terminal:
      <CallLine url={service?.sampleUrl ?? null} gateway={status.gateway.url} />
    </Empty>
  )
}
