import { dateOf, typeOf } from './cells'
import type { Column } from './tables'

/** A column as far as conditions know it. */
type Named = Pick<Column, 'name' | 'type'>

/** A condition as it is typed. */
export interface Condition {
  column: string
  operator: string
  value: string
  join: 'AND' | 'OR'
}

export const OPERATORS = [
  { value: '=', label: 'is' },
  { value: '!=', label: 'is not' },
  { value: '<', label: 'less than' },
  { value: '<=', label: 'at most' },
  { value: '>', label: 'greater than' },
  { value: '>=', label: 'at least' },
]

/** What every row has beside its columns. */
export const BUILT_IN: Named[] = [
  { name: 'Created', type: 'date' },
  { name: 'Updated', type: 'date' },
  { name: 'Row ID', type: 'text' },
]

/** The filter as the API takes it; dates without a zone are those of this page. */
export function whereOf(conditions: Condition[], columns: Named[], utc: boolean): string | undefined {
  if (conditions.length === 0) return undefined
  return JSON.stringify({
    expr: conditions.map((one) => {
      const column = [...columns, ...BUILT_IN].find((known) => known.name === one.column)
      const date = column && typeOf(column) === 'date' ? dateOf(one.value.trim(), utc ? 'utc' : 'local') : undefined
      return { lhs: one.column, op: one.operator, rhs: date ?? one.value, join: one.join }
    }),
  })
}

/** The conditions of a filter; none when it cannot be read. */
export function conditionsOf(where: string | undefined): Condition[] {
  if (!where) return []
  try {
    const expr = (JSON.parse(where) as { expr?: unknown }).expr
    if (!Array.isArray(expr)) return []
    return expr.map((one: Record<string, unknown>) => ({
      column: String(one.lhs ?? ''),
      operator: OPERATORS.some((known) => known.value === one.op) ? String(one.op) : '=',
      value: one.rhs === null || one.rhs === undefined ? '' : String(one.rhs),
      join: one.join === 'OR' ? 'OR' : 'AND',
    }))
  } catch {
    return []
  }
}

/** The filter in a sentence. */
export function said(conditions: Condition[]): string {
  return conditions
    .map((one, index) => {
      const word = OPERATORS.find((known) => known.value === one.operator)?.label ?? one.operator
      const joined = index === 0 ? '' : ` ${(conditions[index - 1]?.join ?? 'AND').toLowerCase()} `
      return `${joined}${one.column} ${word} ${one.value === '' ? 'blank' : `“${one.value}”`}`
    })
    .join('')
}
