import { Link, useLocation } from 'wouter'
import { useServices } from '../api/queries.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { tip } from '../ui/tip.tsx'

const views: { path: string; icon: IconName; name: string; keys: string; atEnd?: true }[] = [
  { path: '/traffic', icon: 'traffic', name: 'Traffic', keys: 'g t' },
  { path: '/routes', icon: 'routes', name: 'Routes', keys: 'g r' },
  { path: '/settings', icon: 'settings', name: 'Settings', keys: 'g s', atEnd: true },
]

export function Rail() {
  const [location] = useLocation()
  const { data: services } = useServices()
  return (
    <nav aria-label="Views" className="flex flex-col items-center gap-0.5 border-r border-line bg-surface-frame py-2">
      {views.map(({ path, icon, name, keys, atEnd }) => {
        const current = location.startsWith(path)
        const quiet = services?.length === 0 && !atEnd && !current
        return (
          <Link
            key={path}
            href={path}
            aria-label={name}
            aria-current={current ? 'page' : undefined}
            {...tip(name, keys)}
            className={`relative grid h-8 w-9 cursor-default place-items-center rounded-2 ${atEnd ? 'mt-auto' : ''} ${quiet ? 'opacity-45' : ''} ${
              current ? 'bg-accent-soft text-accent' : 'text-text-3 hover:bg-surface-hover hover:text-text-1'
            }`}
          >
            {current && <span aria-hidden="true" className="absolute inset-y-1.5 -left-1.5 w-0.5 rounded-[1px] bg-accent" />}
            <Icon name={icon} />
          </Link>
        )
      })}
    </nav>
  )
}
