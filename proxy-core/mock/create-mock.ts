import { OverBudget } from '../contract/compile-budget.ts'
import { prepareContract } from '../contract/compile-schema.ts'
import { mockLimits } from '../model/limits.ts'
import type { ApiOperation } from '../openapi/document.ts'
import { createAnswerCache } from './answer-cache.ts'
import { createGenerators, type Generators } from './generate/generate.ts'
import { loadFaker } from './generate/run.ts'
import type { CreateMock, MockAnswer, MockOperation, MockRequest } from './mock.ts'
import { createMockThread, type MockThread } from './off-loop/ask-thread.ts'
import { answersInTime } from './off-loop/in-time.ts'
import { compileOperation, type OperationMaterials } from './operation.ts'
import { problemAnswer } from './problem-answer.ts'

/** The mock of a document. Nothing of an operation is read before its first request. */
export const createMock: CreateMock = (document, options, lastNumber = 0) => {
  const operations = new WeakMap<ApiOperation, MockOperation>()
  let generators: Generators | null = null
  let number = lastNumber
  let started: MockThread | null = null
  const thread = () => {
    started ??= createMockThread(document, options)
    return started
  }
  const materials: OperationMaterials = {
    document,
    options,
    generators: () => {
      generators ??= createGenerators(document, options.generate)
      return generators
    },
    cache: createAnswerCache(mockLimits.MAX_CACHED_ANSWERS_BYTES),
    nextNumber: () => ++number,
    takeBack: () => {
      number--
    },
  }
  return {
    operation(operation) {
      let mock = operations.get(operation)
      if (mock === undefined) {
        mock = mockOf(operation, materials, thread)
        operations.set(operation, mock)
      }
      return mock
    },
  }
}

/** Loads what the first answer takes, 60 ms, while something else is waited for. */
export async function prepareMock(): Promise<void> {
  loadFaker('en')
  prepareContract()
}

function mockOf(operation: ApiOperation, materials: OperationMaterials, thread: () => MockThread): MockOperation {
  let compiled: ((request: MockRequest) => MockAnswer) | null = null
  const answer = (request: MockRequest): MockAnswer => {
    try {
      compiled ??= compileOperation(operation, materials)
      return compiled(request)
    } catch (error) {
      if (error instanceof OverBudget) throw error
      const cause = error instanceof Error ? error.message : String(error)
      return problemAnswer('mock-failed', `The mock of ${operation.method} ${operation.template} could not be made: ${cause}.`)
    }
  }
  return Object.assign(answer, { inTime: answersInTime(materials.document, operation, answer, thread) })
}
