import { setImmediate } from 'node:timers/promises'
import { OverBudget, withinBudget } from '../../contract/compile-budget.ts'
import { mockLimits } from '../../model/limits.ts'
import type { ApiDocument, ApiOperation } from '../../openapi/document.ts'
import type { MockAnswer, MockRequest } from '../mock.ts'
import type { MockThread } from './ask-thread.ts'

/** The loop has so many turns to compile an operation before the thread takes over. */
const MAX_TURNS = 25

const MAX_TURN_MS = 3 * mockLimits.MAX_COMPILE_ON_LOOP_MS

/**
 * Answers without holding up the loop: at once as a rule, in several turns where there is more to compile, and from a
 * thread where one piece alone takes too long, or the body is very large.
 * @param answerOf answers on the loop; throws OverBudget
 */
export function answersInTime(
  document: ApiDocument,
  operation: ApiOperation,
  answerOf: (request: MockRequest) => MockAnswer,
  thread: () => MockThread,
): (request: MockRequest) => MockAnswer | Promise<MockAnswer> {
  let isOffLoop = false

  function turn(request: MockRequest): MockAnswer {
    const answer = withinBudget(mockLimits.MAX_COMPILE_ON_LOOP_MS, () => answerOf(request))
    if (answer.body.byteLength > mockLimits.MAX_BODY_MADE_ON_LOOP_BYTES) isOffLoop = true
    return answer
  }

  async function further(request: MockRequest, begun: OverBudget): Promise<MockAnswer> {
    let stopped = begun
    for (let turns = 1; turns < MAX_TURNS && !stopped.always && !isOffLoop; turns++) {
      await setImmediate()
      const started = performance.now()
      try {
        return turn(request)
      } catch (thrown) {
        if (!(thrown instanceof OverBudget)) throw thrown
        stopped = thrown
      }
      // what is made of what is compiled already takes too long as well
      if (performance.now() - started > MAX_TURN_MS) break
    }
    isOffLoop = true
    return thread().answer(operation, request)
  }

  return (request) => {
    if (document.pieces === undefined) return answerOf(request)
    if (isOffLoop) return thread().answer(operation, request)
    try {
      return turn(request)
    } catch (thrown) {
      if (thrown instanceof OverBudget) return further(request, thrown)
      throw thrown
    }
  }
}
