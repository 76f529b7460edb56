import { useState } from 'react'
import type { RouteDetail } from '../../../proxy-core/model/route.ts'
import { useServices } from '../../api/queries.ts'
import { UpstreamDialog } from '../../services/upstream-dialog.tsx'
import { ModeSwitch } from '../../ui/mode-switch.tsx'
import { throwRoutes } from '../acts.ts'

/** The switch with words, and where the mode comes from. */
export function ModeHeader({ route }: { route: RouteDetail }) {
  const [askingUpstream, setAskingUpstream] = useState(false)
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
        onRefused={() => setAskingUpstream(true)}
      />
      <p className="note">
        {sentence(route, service?.upstream ?? null)}{' '}
        {route.ownMode !== null && (
          <button type="button" className="text-accent hover:underline" onClick={() => void throwRoutes([route], null)}>
            Follow the service
          </button>
        )}
        {route.refusedModes.live !== undefined && (
          <button type="button" className="text-accent hover:underline" onClick={() => setAskingUpstream(true)}>
            Set the upstream
          </button>
        )}
      </p>
      <UpstreamDialog service={(askingUpstream && service) || null} onClose={() => setAskingUpstream(false)} />
    </>
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
