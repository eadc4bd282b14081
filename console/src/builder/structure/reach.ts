import type { Schemas } from '../../api/client'

type Calls = Schemas['FlowCalls']
export type Direction = 'calls' | 'calledBy'

/** A flow on the chart, in the column of its shortest way from the middle. */
export interface Reached {
  id: string
  /** Null when it is not here any more. */
  name: string | null
  /** The flow nearer to the middle that it calls, or that calls it. */
  through: string
  /** Whether it reaches the flow in the middle again. */
  circle: boolean
}

/** Flows that are called, or that call, by their distance; those whose calls are not known yet end a row. */
export function reach(middle: string, known: ReadonlyMap<string, Calls>, direction: Direction): Reached[][] {
  const seen = new Set([middle])
  const columns: Reached[][] = []
  let last = [middle]
  while (last.length > 0) {
    const column: Reached[] = []
    for (const through of last)
      for (const next of known.get(through)?.[direction] ?? []) {
        if (seen.has(next.id)) continue
        seen.add(next.id)
        column.push({ id: next.id, name: next.name, through, circle: Boolean(known.get(next.id)?.[direction].some((one) => one.id === middle)) })
      }
    if (column.length > 0) columns.push(column)
    last = column.map((one) => one.id)
  }
  return columns
}

/** Flows whose calls have to be asked for next, at most so many on the whole chart. */
export function unknown(middle: string, known: ReadonlyMap<string, Calls>, most: number): string[] {
  const reached = [...reach(middle, known, 'calls'), ...reach(middle, known, 'calledBy')].flat()
  const missing = [middle, ...reached.filter((one) => one.name !== null).map((one) => one.id)].filter((id) => !known.has(id))
  return [...new Set(missing)].slice(0, Math.max(0, most - known.size))
}
