import type { CardNode, Sequence } from '../document'
import { keyOf } from '../page/builder'

export type Direction = 'left' | 'right' | 'up' | 'down' | 'first' | 'last'

interface Spot {
  node: CardNode
  /** What stands with it in its lane, itself included. */
  row: CardNode[]
  index: number
  holder?: Spot
  /** Which lane of the holder. */
  lane: number
}

/** Where every shown card stands among the others. */
export function spotsOf(structure: Sequence): Map<string, Spot> {
  const spots = new Map<string, Spot>()
  const visit = (sequence: Sequence, holder: Spot | undefined, lane: number) => {
    const row = sequence.cards.filter((node) => !node.hidden)
    row.forEach((node, index) => {
      const spot: Spot = { node, row, index, holder, lane }
      spots.set(keyOf(node.at), spot)
      node.lanes.forEach((inner, at) => visit(inner, spot, at))
    })
  }
  visit(structure, undefined, 0)
  return spots
}

/** The card that an arrow key leads to; nothing at the end. */
export function neighbour(spots: ReadonlyMap<string, Spot>, from: string, direction: Direction): CardNode | undefined {
  const spot = spots.get(from)
  if (!spot) return undefined
  switch (direction) {
    case 'right':
      return spot.row[spot.index + 1] ?? after(spot)
    case 'left':
      return spot.row[spot.index - 1] ?? spot.holder?.node
    case 'down':
      return inLane(spot.node, 0, 1) ?? (spot.holder && inLane(spot.holder.node, spot.lane + 1, 1))
    case 'up':
      return spot.holder && (inLane(spot.holder.node, spot.lane - 1, -1) ?? spot.holder.node)
    case 'first':
      return spot.row[0]
    case 'last':
      return spot.row.at(-1)
  }
}

/** What follows when the lane has ended: the card behind the one that holds it. */
function after(spot: Spot): CardNode | undefined {
  const { holder } = spot
  return holder && (holder.row[holder.index + 1] ?? after(holder))
}

/** The first card of a lane, or of the next one that has any. */
function inLane(holder: CardNode, lane: number, step: 1 | -1): CardNode | undefined {
  for (let at = lane; at >= 0 && at < holder.lanes.length; at += step) {
    const first = holder.lanes[at]!.cards.find((node) => !node.hidden)
    if (first) return first
  }
  return undefined
}
