import type { RouteResponse } from '../../model/route.ts'
import type { Wishes } from './wishes.ts'

/** All that a choice among the responses of the document depends on. */
export interface Asked {
  wishes: Wishes
  /** Examples are skipped unless one is named. */
  dynamic: boolean
  accept: string | undefined
  /** Set on the route, beneath the client's wishes. */
  response: RouteResponse | null
}
