import { cardId, type FlowData } from './document'

/** A path of an If/Else: the places of the card in the order, and which way. */
export interface Path {
  card: number
  when: boolean
}

/** The cards of one flow in the order in which they run, as the engine counts them. */
export interface Ordered {
  /** Places in `methods`. The first is the trigger. */
  order: number[]
  /** By place in `methods`: the innermost If/Else path that the card lies on. */
  paths: (Path | undefined)[]
}

/** Where the pairs leave a choice, the place in the file decides. Cards on a circle are left out. */
export function ordered(data: FlowData): Ordered {
  const { methods } = data
  const places = new Map(methods.map((method, place) => [method.uuid, place]))
  const after: number[][] = methods.map(() => [])
  const before = methods.map(() => 0)
  const add = (first: number | undefined, then: number | undefined) => {
    if (first === undefined || then === undefined || first === then || after[first]!.includes(then)) return
    after[first]!.push(then)
    before[then]!++
  }
  for (const pair of Object.values(data.orderings ?? {})) add(places.get(pair[0]), places.get(pair[1]))
  methods.forEach((method, place) => Object.keys(method.branches ?? {}).forEach((head) => add(place, places.get(head))))

  const open = [...before]
  const ready = methods.map((_, place) => place).filter((place) => before[place] === 0)
  const order: number[] = []
  while (ready.length > 0) {
    ready.sort((a, b) => a - b)
    const card = ready.shift()!
    order.push(card)
    for (const next of after[card]!) if (--open[next]! === 0) ready.push(next)
  }
  return { order, paths: paths(data, order, after, places) }
}

function paths(data: FlowData, order: number[], after: number[][], places: Map<string, number>) {
  const found: (Path | undefined)[] = data.methods.map(() => undefined)
  // Outer ones come first in the order, so inner ones win.
  for (const card of order) {
    const heads = Object.entries(data.methods[card]!.branches ?? {})
    if (heads.length === 0) continue
    const joins = heads.map(([head]) => (after[places.get(head) ?? -1] ?? []).filter((next) => cardId(data.methods[next]!) === 'control.join'))
    const join = joins[0]?.find((one) => joins.every((all) => all.includes(one)))
    for (const [head, when] of heads) {
      const seen = new Set<number>()
      const open = [places.get(head)!]
      while (open.length > 0) {
        const next = open.shift()!
        if (next === join || seen.has(next)) continue
        seen.add(next)
        found[next] = { card, when }
        open.push(...(after[next] ?? []))
      }
    }
  }
  return found
}
