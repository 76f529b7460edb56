import type { CallbacksDue } from '../lifecycle.ts'
import type { Router } from '../router.ts'
import { createAutomaticCallbacks } from './automatic.ts'
import { type Callbacks, createCallbacks } from './callbacks.ts'
import type { CallbackContext } from './context.ts'

export interface OpenCallbacks extends Callbacks {
  /** Fires what an exchange's route is set to fire by itself. */
  due: CallbacksDue
}

/** Callbacks and webhooks of a host, those on request and those fired by themselves. */
export function openCallbacks(context: CallbackContext, router: () => Router): OpenCallbacks {
  const callbacks = createCallbacks(context)
  const automatic = createAutomaticCallbacks(context, callbacks, router)
  return {
    ...callbacks,
    due: automatic.due,
    async close() {
      automatic.close()
      await callbacks.close()
      await context.forwarder.close()
    },
  }
}
