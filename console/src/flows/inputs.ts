import type { Lane } from './cards/lanes'
import type { Effect, Flow } from './flows'

/** A field that a flow is started with. */
export interface Question {
  key: string
  label: string
  type: string
}

/** What a flow that is no endpoint is started with, by the fields of its first card. */
export function questions(lane: Lane, type: Flow['type']): Question[] {
  if (type === 'endpoint') return []
  return (lane.cards[0]?.outputs ?? [])
    .filter((field) => field.group !== 'context' && field.group !== 'user context' && (type !== 'delegated' || field.group === 'inputs'))
    .map(({ key, label, type: fieldType }) => ({ key, label, type: fieldType }))
}

/** What was typed, as the types of the fields have it; blank ones are left out. */
export function fieldInputs(asked: Question[], texts: Record<string, string>): Record<string, unknown> {
  const inputs: Record<string, unknown> = {}
  for (const { key, label, type } of asked) {
    const text = texts[key] ?? ''
    if (text !== '') inputs[key] = valueOf(label, type, text)
  }
  return inputs
}

function valueOf(label: string, type: string, text: string): unknown {
  if (type === 'Number') {
    const number = Number(text)
    if (Number.isNaN(number)) throw new Error(`${label}: expected a number, found “${text}”.`)
    return number
  }
  if (type === 'True/False') return text === 'true'
  if (type === 'Object' || type.startsWith('List of')) {
    try {
      return JSON.parse(text) as unknown
    } catch {
      throw new Error(`${label}: expected ${type === 'Object' ? 'an object' : 'a list'}, as JSON.`)
    }
  }
  return text
}

/** A call of an endpoint with that body. */
export function endpointInputs(body: string): Record<string, unknown> {
  if (body.trim() === '') return {}
  try {
    return { body: JSON.parse(body) as unknown }
  } catch (error) {
    throw new Error(`The body is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Whether a run does something that a dry run does not. */
export function mayAct(effect: Effect): boolean {
  return effect !== 'NONE' && effect !== 'READ'
}
