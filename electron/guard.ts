import type { App, IpcMainInvokeEvent, Session, WebContents } from 'electron'

/** What is let through: the page of the running host, and nothing else. */
export interface Guard {
  /** Says whether a call over IPC comes from the top frame of the host's page. */
  comesFromPage(event: Pick<IpcMainInvokeEvent, 'senderFrame'>): boolean
}

export interface GuardOptions {
  app: Pick<App, 'on'>
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>
  /** Opens a link in the person's browser. */
  openExternal: (url: string) => unknown
  /** Origin of the running host's control port; null while there is none. It changes with a restart. */
  origin: () => string | null
}

/** The page copies bodies and commands to the clipboard; it asks for nothing else. */
const allowedPermissions = new Set(['clipboard-sanitized-write'])

/** Denies foreign navigation, windows, embedded views and permissions to every page that the app will ever show. */
export function guardPages({ app, session, openExternal, origin }: GuardOptions): Guard {
  const isPage = (url: string | undefined) => origin() !== null && originOf(url) === origin()
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(allowedPermissions.has(permission) && isPage(contents.getURL())),
  )
  session.setPermissionCheckHandler((_, permission, requester) => allowedPermissions.has(permission) && isPage(requester))
  app.on('web-contents-created', (_, contents) => guardContents(contents, isPage, openExternal))
  return {
    comesFromPage: ({ senderFrame }) => senderFrame !== null && senderFrame.parent === null && isPage(senderFrame.url),
  }
}

function guardContents(contents: WebContents, isPage: (url: string) => boolean, openExternal: (url: string) => unknown): void {
  const stay = (event: { url: string; preventDefault(): void }) => {
    if (!isPage(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-frame-navigate', (event) => {
    // Previews of bodies are frames of `srcdoc`, with no origin and no rights.
    if (!event.isMainFrame && event.url === 'about:srcdoc') return
    stay(event)
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    const scheme = protocolOf(url)
    if (scheme === 'http:' || scheme === 'https:') openExternal(url)
    return { action: 'deny' }
  })
}

function originOf(url: string | undefined): string | null {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : null
}

function protocolOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).protocol : null
}
