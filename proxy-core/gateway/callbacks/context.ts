import type { Forwarder } from '../../live/forward.ts'
import type { MockOptions } from '../../mock/mock.ts'
import type { CallbackLimits } from '../../model/limits.ts'
import type { GatewayContext } from '../context.ts'

/** What sending callbacks needs of the world. */
export interface CallbackContext
  extends Pick<GatewayContext, 'log' | 'mask' | 'captureBytes' | 'origins' | 'environment' | 'observe' | 'clock'> {
  /** Of its own: the pools of the upstreams are not for addresses that clients name. */
  forwarder: Forwarder
  mock: MockOptions
  limits: CallbackLimits
  /** `gateway.callbacks`: hosts besides this machine that callbacks may go to by themselves. */
  allowed(): readonly string[]
}
