import { useState } from 'react'
import type { Service } from '../../proxy-core/model/route.ts'
import { IconButton } from '../ui/button.tsx'
import { copy } from '../ui/copy.ts'
import { Menu, type MenuEntry } from '../ui/menu.tsx'
import { countOf } from '../ui/quantities.ts'
import { throwService } from './acts.ts'
import { askUpstream } from './asked-upstream.tsx'
import { FaultsDialog } from './faults-dialog.tsx'
import { MountDialog } from './mount-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { WebhookDialog } from './webhook-dialog.tsx'

type Asked = 'mount' | 'faults' | 'webhook' | 'remove'

/** What can be done with a service. */
export function ServiceMenu({ service, tabbable = true }: { service: Service; tabbable?: boolean }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const close = () => setAsked(null)
  return (
    <>
      <Menu
        trigger={
          <IconButton
            icon="more"
            label={`More of ${service.name}`}
            tabIndex={tabbable ? 0 : -1}
            onClick={(event) => event.stopPropagation()}
          />
        }
        entries={entriesOf(service, setAsked)}
      />
      <MountDialog service={asked === 'mount' ? service : null} onClose={close} />
      <FaultsDialog service={asked === 'faults' ? service.name : null} onClose={close} />
      <WebhookDialog service={asked === 'webhook' ? service.name : null} onClose={close} />
      <RemoveDialog service={asked === 'remove' ? service.name : null} onClose={close} />
    </>
  )
}

function entriesOf(service: Service, ask: (asked: Asked) => void): MenuEntry[] {
  const { sampleUrl, ownMode, diagnostics } = service
  const faults = diagnostics.errors + diagnostics.warnings
  return [
    { words: service.upstream ? 'Change the upstream' : 'Set the upstream', icon: 'live', run: () => askUpstream(service.name) },
    { words: 'Change the mount', icon: 'routes', run: () => ask('mount') },
    {
      words: 'Follow the workspace',
      icon: 'undo',
      disabled: ownMode === null,
      run: () => void throwService(service, null),
    },
    {
      words: faults > 0 ? `Show ${countOf(faults, 'fault')} of the document` : 'No faults in the document',
      icon: 'finding',
      disabled: faults === 0,
      run: () => ask('faults'),
    },
    {
      words: 'Copy a call as cURL',
      icon: 'copy',
      disabled: sampleUrl === null,
      run: () => void copy(`curl '${sampleUrl}'`, 'Copied: paste it into a terminal'),
    },
    ...(service.webhooks > 0 ? [{ words: 'Send a webhook', icon: 'webhook' as const, run: () => ask('webhook') }] : []),
    'line',
    { words: 'Remove the service', icon: 'clear', danger: true, run: () => ask('remove') },
  ]
}
