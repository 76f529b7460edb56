import './api/jitless.ts'
import './ui/theme.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/queries.ts'
import { openSession, ticketOf } from './api/session.ts'
import { Page } from './frame/page.tsx'
import { followTheme } from './frame/theme.ts'
import { listenForShortcuts } from './ui/shortcuts.ts'

const root = document.getElementById('page')
if (!root) throw new Error('index.html has no element with the id "page"')

followTheme()
listenForShortcuts(window)
// A fresh link pasted over the old one only changes the fragment, which loads nothing by itself.
window.addEventListener('hashchange', () => ticketOf(location.hash) && location.reload())
void openSession()

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Page />
    </QueryClientProvider>
  </StrictMode>,
)
