import { useQueryClient } from '@tanstack/react-query'
import { useRouteDetail } from '../../api/queries.ts'
import { ModeSwitch } from '../../ui/mode-switch.tsx'
import { toastError } from '../../ui/toast.tsx'
import { throwRoute } from './switch-route.ts'

/** The switch of the route that answered, as it is now. */
export function RouteMode({ route: id }: { route: string }) {
  const client = useQueryClient()
  const { data: route } = useRouteDetail(id)
  if (!route) return null
  return (
    <>
      <span className={`text-data ${route.ownMode === null ? 'text-text-3' : 'text-text-1'}`}>{route.mode}</span>
      <ModeSwitch
        of={`${route.method} ${route.path}`}
        mode={route.mode}
        setting={route.ownMode === null ? 'inherited' : 'set'}
        refused={route.refusedModes}
        held={route.modeSource === 'master'}
        onThrow={(mode) => void throwRoute(client, id, mode)}
        onRefused={(mode) => toastError(route.refusedModes[mode] ?? `${mode} can not be served now.`)}
      />
    </>
  )
}
