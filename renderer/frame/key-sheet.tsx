import { Dialog } from '../ui/dialog.tsx'
import { Keys } from '../ui/keys.tsx'
import { useShortcutGroups } from '../ui/shortcuts.ts'

/** Every key that works now, and no other. */
export function KeySheet({ open, onClose }: { open: boolean; onClose(): void }) {
  const groups = useShortcutGroups((state) => state.groups)
  return (
    <Dialog open={open} onClose={onClose} title="Keys" width={560}>
      <div className="columns-2 gap-8 pt-2 narrow:columns-1">
        {groups.map((group) => (
          <section key={group.title} className="break-inside-avoid pb-4">
            <h3 className="pb-1 text-data font-strong">{group.title}</h3>
            <dl>
              {group.shortcuts.map(({ keys, words }) => (
                <div key={keys} className="flex min-h-7 items-center justify-between gap-3 text-data">
                  <dt className="text-text-2">{words}</dt>
                  <dd className="flex items-center gap-1.5">
                    {keys.split('|').map((one) => (
                      <Keys key={one} keys={one} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
