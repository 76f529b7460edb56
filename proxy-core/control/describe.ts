import { z } from 'zod'
import { api, type Operation } from '../model/api.ts'
import { problem } from '../model/errors.ts'
import { eventData } from '../model/events.ts'

/** The control API as an OpenAPI 3.1 document, made from `model/api.ts`. */
export function describeApi(version: string, url: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, operation] of Object.entries(api) as [string, Operation][]) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describeOperation(name, operation) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Switchyard control API', version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'From host.json, the ready line, or a ticket' } },
      schemas: { Problem: schemaOf(problem), ...eventSchemas() },
    },
  }
}

function describeOperation(name: string, operation: Operation): Record<string, unknown> {
  return {
    operationId: name,
    summary: operation.summary,
    ...(operation.open ? { security: [] } : {}),
    parameters: [...parameters('path', operation.params), ...parameters('query', operation.query)],
    ...(operation.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(operation.body, 'input') } } } }
      : {}),
    responses: {
      200: {
        description: 'Done',
        content: { [contentType(operation)]: operation.answers === 'json' ? { schema: schemaOf(operation.response) } : {} },
      },
      default: {
        description: 'Refused or failed',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function contentType(operation: Operation): string {
  return { json: 'application/json', raw: 'application/octet-stream', events: 'text/event-stream' }[operation.answers]
}

function parameters(where: 'path' | 'query', shape: z.ZodObject | undefined): unknown[] {
  if (!shape) return []
  const schema = schemaOf(shape, 'input') as { properties?: Record<string, object>; required?: string[] }
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || (schema.required ?? []).includes(name),
    schema: property,
  }))
}

function eventSchemas(): Record<string, unknown> {
  return Object.fromEntries(Object.entries(eventData).map(([name, shape]) => [`event-${name}`, schemaOf(shape)]))
}

function schemaOf(shape: z.ZodType, io: 'input' | 'output' = 'output'): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' })
  return schema
}
