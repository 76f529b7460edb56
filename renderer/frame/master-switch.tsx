import { useQueryClient } from '@tanstack/react-query'
import type { MasterMode } from '../../proxy-core/model/mode.ts'
import type { Status } from '../../proxy-core/model/status.ts'
import { call } from '../api/call.ts'
import { keys } from '../api/queries.ts'
import { attempt } from '../ui/attempt.ts'
import { Icon } from '../ui/icon.tsx'
import { Segments } from '../ui/segments.tsx'
import { toastDone } from '../ui/toast.tsx'

const words = { mock: 'All mock', live: 'All live' }

/** Everything mock, everything live, or each route as set. */
export function MasterSwitch({ master }: { master: MasterMode }) {
  const client = useQueryClient()
  const set = async (mode: MasterMode) => {
    const done = await attempt(() => call('setMaster', { body: { mode } }))
    if (!done) return false
    client.setQueryData<Status>(keys.status, (status) => status && { ...status, master: done.mode })
    await client.invalidateQueries({ queryKey: keys.routes })
    return true
  }
  const choose = async (mode: MasterMode) => {
    if (mode === master || !(await set(mode))) return
    const said = mode === null ? 'Every route as set' : `${words[mode]}, whatever is set on services and routes`
    toastDone(said, () => void set(master), 'master')
  }
  return (
    <Segments<MasterMode>
      label="Master switch"
      value={master}
      onChoose={(mode) => void choose(mode)}
      options={[
        { value: 'mock', words: <Way mode="mock" />, name: 'All mock', tip: 'Every route answers with its mock' },
        { value: null, words: 'As set', tip: 'Each route answers as it is set' },
        { value: 'live', words: <Way mode="live" />, name: 'All live', tip: 'Every route asks its upstream' },
      ]}
    />
  )
}

function Way({ mode }: { mode: 'mock' | 'live' }) {
  return (
    <>
      <Icon name={mode} className={mode === 'mock' ? 'text-source-mock' : 'text-source-live'} />
      {words[mode]}
    </>
  )
}
