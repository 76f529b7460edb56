import type { ReactNode } from 'react'
import type { SettingsChange } from '../../proxy-core/model/status.ts'
import { call } from '../api/call.ts'
import { setTheme, usePreferences } from '../api/preferences.ts'
import { keys, queryClient, useSettings, useStatus } from '../api/queries.ts'
import { attempt } from '../ui/attempt.ts'
import { sizeText } from '../ui/quantities.ts'
import { Segments } from '../ui/segments.tsx'
import { SettingField } from './setting-field.tsx'
import { countRule, listRule, sizeRule } from './setting-rules.ts'

/** What can be set while the host runs. */
export function SettingsView() {
  const settings = useSettings()
  const status = useStatus()
  const theme = usePreferences((state) => state.theme)
  if (!settings || !status) return null
  const save = async (change: SettingsChange) => {
    queryClient.setQueryData(keys.settings, await call('changeSettings', { body: change }))
  }
  const { capture } = settings
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <div className="grid max-w-[760px] gap-8 p-6">
        <h1 className="text-display font-strong tracking-tight">Settings</h1>
        <Group title="Looks" note="yours, on this machine">
          <Line label="Theme">
            <Segments
              label="Theme"
              value={theme}
              options={[
                { value: 'system', words: 'System' },
                { value: 'light', words: 'Light' },
                { value: 'dark', words: 'Dark' },
              ]}
              onChoose={(next) => void attempt(() => setTheme(next))}
            />
          </Line>
        </Group>
        <Group title="Capture" note="of the workspace, in switchyard.yaml; holds from the next request on">
          <SettingField
            label="Body limit"
            hint="What is longer is logged with its true size and its beginning."
            value={sizeWords(capture.bodyLimit)}
            rule={sizeRule}
            onSave={(bodyLimit) => save({ capture: { bodyLimit } })}
          />
          <SettingField
            label="Masked headers"
            hint="Their values never reach the log. Parted by commas."
            value={capture.mask.join(', ')}
            rule={listRule}
            onSave={(mask) => save({ capture: { mask } })}
          />
          <SettingField
            label="Exchanges kept"
            hint="The oldest go first; pinned ones stay."
            value={String(capture.keepExchanges)}
            rule={countRule}
            onSave={(keepExchanges) => save({ capture: { keepExchanges } })}
          />
          <SettingField
            label="Log size"
            hint={`Now ${sizeText(status.log.bytes)}.`}
            value={sizeWords(capture.keepSize)}
            rule={sizeRule}
            onSave={(keepSize) => save({ capture: { keepSize } })}
          />
        </Group>
        <Group title="This Switchyard">
          <Fact label="Version">{status.version}</Fact>
          <Fact label="Gateway">{status.gateway.url}</Fact>
          <Fact label="Control API">{status.control.url}/api/v1/openapi.json</Fact>
          {status.workspace.folder && <Fact label="Workspace">{status.workspace.folder}</Fact>}
          <Fact label="Node">{status.node}</Fact>
          <Fact label="Memory">{sizeText(status.memoryBytes)}</Fact>
        </Group>
      </div>
    </div>
  )
}

function Group({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section className="grid gap-3">
      <h2 className="flex items-baseline gap-2.5 border-b border-line pb-1 text-title font-strong">
        {title}
        {note && <span className="note text-data font-regular">{note}</span>}
      </h2>
      {children}
    </section>
  )
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[140px_minmax(0,1fr)] items-center justify-items-start gap-3">
      <span className="text-text-2">{label}</span>
      {children}
    </div>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Line label={label}>
      <span className="data max-w-full break-words select-all">{children}</span>
    </Line>
  )
}

function sizeWords(size: string | number): string {
  return typeof size === 'string'
    ? size
    : size % 2 ** 30 === 0
      ? `${size / 2 ** 30}GiB`
      : size % 2 ** 20 === 0
        ? `${size / 2 ** 20}MiB`
        : String(size)
}
