import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { followEvents, useConnection } from '../api/events.ts'
import { followChanges } from '../api/follow.ts'
import { loadPreferences, usePreferences } from '../api/preferences.ts'
import { said } from '../api/request-failed.ts'
import { useSession } from '../api/session.ts'
import { TipLayer } from '../ui/tip.tsx'
import { Toaster } from '../ui/toast.tsx'
import { Closed, Unreachable } from './closed.tsx'
import { Frame } from './frame.tsx'

/** The way in, then the frame with its views. */
export function Page() {
  const session = useSession((state) => state.session)
  return (
    <>
      {session.kind === 'open' && <Open />}
      {session.kind === 'closed' && <Closed {...session} />}
      <Toaster />
      <TipLayer />
    </>
  )
}

function Open() {
  const client = useQueryClient()
  const loaded = usePreferences((state) => state.loaded)
  // What happens before the stream is open is told by nobody: lists are read after.
  const following = useConnection((state) => state.state !== 'connecting')
  const [failure, setFailure] = useState<string | null>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is what reads them again
  useEffect(() => {
    loadPreferences().catch((error: unknown) => setFailure(said(error)))
  }, [attempt])
  useEffect(() => {
    const endChanges = followChanges(client)
    const endEvents = followEvents()
    return () => {
      endEvents()
      endChanges()
    }
  }, [client])
  if (loaded && following) return <Frame />
  if (failure === null) return null
  const again = () => {
    setFailure(null)
    setAttempt(attempt + 1)
  }
  return <Unreachable why={failure} onRetry={again} />
}
