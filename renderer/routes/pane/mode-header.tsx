import type { ReactNode } from 'react'
import type { RouteDetail } from '../../../proxy-core/model/route.ts'
import { useServices } from '../../api/queries.ts'
import { askUpstream } from '../../services/asked-upstream.tsx'
import { ModeSwitch } from '../../ui/mode-switch.tsx'
import { throwRoutes } from '../acts.ts'

/** The switch with words, and where the mode comes from. */
export function ModeHeader({ route }: { route: RouteDetail }) {
  const service = useServices().data?.find(({ name }) => name === route.service)
  return (
    <>
      <ModeSwitch
        of={route.operationId ?? `${route.method} ${route.path}`}
        shape="wide"
        mode={route.mode}
        setting={route.ownMode === null ? 'inherited' : 'set'}
        refused={route.refusedModes}
        held={route.modeSource === 'master'}
        onThrow={(mode) => void throwRoutes([route], mode)}
        onRefused={() => askUpstream(route.service)}
      />
      <p className="note">
        {sentence(route, service?.upstream ?? null)}{' '}
        {route.ownMode !== null && <Step onTake={() => void throwRoutes([route], null)}>Follow the service</Step>}{' '}
        {route.refusedModes.live !== undefined && <Step onTake={() => askUpstream(route.service)}>Set the upstream</Step>}
      </p>
    </>
  )
}

function Step({ onTake, children }: { onTake(): void; children: ReactNode }) {
  return (
    <button type="button" className="text-accent hover:underline" onClick={onTake}>
      {children}
    </button>
  )
}

function sentence({ mode, modeSource, ownMode, service }: RouteDetail, upstream: string | null): string {
  const answers = mode === 'live' ? `Asks ${upstream ?? 'its upstream'}.` : 'Answers from the document.'
  const own = ownMode === null ? '' : ` When it is let go, ${ownMode} holds, set on the route.`
  const reason = {
    master: `The master switch says ${mode}.${own}`,
    client: `The client asked for ${mode}.`,
    route: 'Set on the route.',
    service: `Set on the service ${service}.`,
    workspace: 'Set for the workspace.',
    default: 'Nothing is set, so the mock answers.',
  }[modeSource]
  return `${answers} ${reason}`
}
