import { create } from 'zustand'
import { useServices } from '../api/queries.ts'
import { UpstreamDialog } from './upstream-dialog.tsx'

/** Name of the service whose upstream is asked for. */
const useAsked = create<{ service: string | null }>(() => ({ service: null }))

/** Opens the dialog for the upstream of a service, from wherever live is wanted and there is none. */
export function askUpstream(service: string | null): void {
  useAsked.setState({ service })
}

/** The one dialog that `askUpstream` opens. */
export function AskedUpstream() {
  const asked = useAsked((state) => state.service)
  const { data: services } = useServices()
  return <UpstreamDialog service={services?.find(({ name }) => name === asked) ?? null} onClose={() => askUpstream(null)} />
}
