import type { Schemas } from '../../api/client'

export type FilterRow = Schemas['FilterRow']

/** The fields of simple rows, in the words of the console. */
export const FIELDS: { value: FilterRow['field']; label: string }[] = [
  { value: 'outcome.result', label: 'Outcome result' },
  { value: 'outcome.reason', label: 'Outcome reason' },
  { value: 'actor.id', label: 'Actor ID' },
  { value: 'actor.type', label: 'Actor type' },
  { value: 'actor.alternateId', label: 'Actor alternate ID' },
  { value: 'actor.displayName', label: 'Actor display name' },
  { value: 'target.id', label: 'Target ID' },
  { value: 'target.type', label: 'Target type' },
  { value: 'target.alternateId', label: 'Target alternate ID' },
  { value: 'target.displayName', label: 'Target display name' },
  { value: 'changedAttributes', label: 'Changed attributes' },
  { value: 'eventType', label: 'Event type' },
]

export const OPERATORS: { value: FilterRow['operator']; label: string }[] = [
  { value: 'eq', label: 'equals' },
  { value: 'ne', label: 'does not equal' },
]

export const NEW_ROW: FilterRow = { field: 'outcome.result', operator: 'eq', value: '' }

/** The line of an expression with a mark under the column, both counted from 1. */
export function pointed(expression: string, line: number, column: number): string {
  const text = expression.split('\n')[line - 1] ?? ''
  return `${text}\n${' '.repeat(Math.max(0, column - 1))}^`
}
