import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../api/client'
import { reach, unknown } from './reach'

const named = (ids: string[]) => ids.map((id) => ({ id, name: id === 'gone' ? null : id }))
const flow = (calls: string[], calledBy: string[] = []): Schemas['FlowCalls'] => ({ calls: named(calls), calledBy: named(calledBy) })

describe('the chart of calls', () => {
  const known = new Map([
    ['a', flow(['b', 'c', 'gone'], ['z'])],
    ['b', flow(['c', 'd'], ['a'])],
    ['d', flow(['a'], ['b'])],
  ])

  it('shows each flow once, as near as it is, and says which lead back', () => {
    const columns = reach('a', known, 'calls')
    expect(columns.map((column) => column.map((one) => one.id))).toEqual([['b', 'c', 'gone'], ['d']])
    expect(columns[1]![0]).toMatchObject({ through: 'b', circle: true })
    expect(reach('a', known, 'calledBy')[0]!.map((one) => one.id)).toEqual(['z'])
  })

  it('asks for what it does not know, not for flows that are gone, and not without end', () => {
    expect(unknown('a', known, 100)).toEqual(['c', 'z'])
    expect(unknown('a', known, 4)).toEqual(['c'])
    expect(unknown('x', new Map(), 100)).toEqual(['x'])
  })
})
