import type { ReactNode } from 'react'

/** 16 px, 1.25 px line, round ends, one grid. Decorative: the word or the label stands beside it. */
export function Icon({ name, size = 16, className = '' }: { name: IconName; size?: number; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={`flex-none ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.25}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {drawings[name]}
    </svg>
  )
}

const faint = { opacity: 'var(--faint, .42)' }
const straight = { stroke: 'var(--tone-straight, currentColor)' }
const siding = { stroke: 'var(--tone-siding, currentColor)' }

const drawings = {
  // one turnout, thrown another way
  mock: (
    <>
      <path d="M9 11.5h5.5" style={faint} />
      <path d="M1.5 11.5h2C7.5 11.5 7 4.5 11 4.5h2" />
      <path d="M13.5 2v5" strokeWidth="1.6" />
    </>
  ),
  live: (
    <>
      <path d="M5 11.5C8.5 11.5 8 4.5 11.5 4.5h2" style={faint} />
      <path d="M1.5 11.5h12.5M11.5 9l2.75 2.5L11.5 14" />
    </>
  ),
  auto: (
    <>
      <path d="M1.5 11.5h12.5M11.5 9l2.75 2.5L11.5 14" style={straight} />
      <path d="M4.5 11c3-.6 3-6.5 7-6.5" style={siding} strokeDasharray="2 2" />
      <path d="M13.5 2v5" style={siding} strokeWidth="1.6" />
    </>
  ),
  recorded: (
    <>
      <path d="M1.5 11.5h9a4 4 0 1 0-4-4" />
      <circle cx="10.5" cy="7.5" r="1.25" fill="currentColor" stroke="none" />
    </>
  ),
  fallback: (
    <>
      <path d="M1.5 11.5h2C7.5 11.5 7 4.5 11 4.5h2" />
      <path d="M13.5 2v5" strokeWidth="1.6" />
      <path d="M10.25 10l3 3M13.25 10l-3 3" />
    </>
  ),
  cache: <path d="M1.5 11.5h8.75a3.5 3.5 0 0 0 0-7H4M6.5 2 4 4.5 6.5 7" />,
  gateway: <path d="M1.5 11.5h6M10 8.5v6M12.5 8.5v6M3.5 11.5C8 11.5 7.5 4.5 12 4.5h2" />,
  // sent, and not asked for
  callback: <path d="M14.5 11.5h-4C6.5 11.5 7 4.5 3 4.5H2M4.25 2 1.75 4.5 4.25 7" />,
  webhook: <path d="M1.75 2.5v11M4.5 8h9.5M11.25 5.5 13.75 8l-2.5 2.5" />,
  // the frame
  logo: (
    <>
      <path d="M1 12h14M3.5 12C8 12 7.5 4 12 4h3" />
      <circle cx="3.5" cy="12" r="1.6" fill="currentColor" stroke="none" />
    </>
  ),
  traffic: <path d="M2 4.5h9M2 8h12M2 11.5h6" />,
  routes: <path d="M2 11.5h12M5 11.5C8.5 11.5 8 4.5 11.5 4.5H14" />,
  settings: (
    <>
      <path d="M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6" />
      <circle cx="10" cy="4.5" r="1.75" />
      <circle cx="6" cy="11.5" r="1.75" />
    </>
  ),
  environment: (
    <>
      <rect x="2.5" y="2.5" width="11" height="4.5" rx="1" />
      <rect x="2.5" y="9" width="11" height="4.5" rx="1" />
      <path d="M5 4.75h.1M5 11.25h.1" strokeWidth="1.6" />
    </>
  ),
  log: (
    <>
      <path d="M3 4v8c0 1 2.2 2 5 2s5-1 5-2V4" />
      <ellipse cx="8" cy="4" rx="5" ry="2" />
    </>
  ),
  // things and acts
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.25 10.25 3.25 3.25" />
    </>
  ),
  filter: <path d="M2 4h12M4.5 8h7M6.5 12h3" />,
  check: <path d="M3 8.5 6.5 12 13 4.5" />,
  x: <path d="m4 4 8 8M12 4l-8 8" />,
  plus: <path d="M8 3v10M3 8h10" />,
  more: <path d="M3.5 8h.1M8 8h.1M12.5 8h.1" strokeWidth="2" />,
  up: <path d="M4.5 9.5 8 6l3.5 3.5" />,
  down: <path d="M4.5 6.5 8 10l3.5-3.5" />,
  right: <path d="M6.5 4.5 10 8l-3.5 3.5" />,
  undo: <path d="M3 6h6.5a3.5 3.5 0 0 1 0 7H6M5.5 3 3 6l2.5 3" />,
  send: <path d="M2.5 8h10.5M9 4l4 4-4 4" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  resume: <path d="M5.5 3.5v9l7-4.5z" />,
  clear: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="m4.2 4.2 7.6 7.6" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 5v3.2l2 1.3" />
    </>
  ),
  columns: (
    <>
      <rect x="2.5" y="3" width="11" height="10" rx="1" />
      <path d="M6.2 3v10M9.8 3v10" />
    </>
  ),
  follow: <path d="M2.5 4h11M2.5 7.5h6M2.5 11h4M11.5 7v5.5M9 10l2.5 2.5L14 10" />,
  pin: <path d="M6 2.5h4l-.5 4 2 2.5h-7l2-2.5zM8 9v4.5" />,
  error: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 5v3.5M8 11v.1" strokeWidth="1.5" />
    </>
  ),
  finding: (
    <>
      <path d="M8 2.5 2 13h12z" />
      <path d="M8 6.5v3M8 11.2v.1" strokeWidth="1.4" />
    </>
  ),
  running: <path d="M8 2.5a5.5 5.5 0 1 1-5.5 5.5" />,
  shop: <path d="M2.5 6 3.5 2.5h9L13.5 6M2.5 6h11M3.5 6v7.5h9V6M6.5 13.5v-4h3v4" />,
  folder: <path d="M2 4.5A1.5 1.5 0 0 1 3.5 3H6l1.5 2h5A1.5 1.5 0 0 1 14 6.5v5a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 11.5z" />,
  document: <path d="M4 2.5h5l3 3v8H4zM9 2.5v3h3M6 8.5h4M6 11h3" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof drawings
