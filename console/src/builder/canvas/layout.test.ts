import { describe, expect, it } from 'vitest'
import catalog from '../../../../docs/reference/cards.json?raw'
import { addCard, newDocument, seededIds, structureOf, type CardNode, type Document, type Place } from '../document'
import { keyOf, type Card } from '../page/builder'
import { CARD_WIDTH, gapAt, laneKey, layOut, shiftInto, shownCards, type Layout } from './layout'
import { neighbour, spotsOf } from './walk'

const cards = new Map((JSON.parse(catalog) as Card[]).map((card) => [card.id, card]))
const ids = seededIds(7)

/** A flow built card by card; `behind` is the end of a card, or the start of a lane. */
class Built {
  document: Document = newDocument('A flow', ids)

  add(card: string, behind: Place = this.end()): CardNode {
    const made = addCard(this.document, behind, cards.get(card)!, ids)
    this.document = made.document
    return this.nodes().find((node) => keyOf(node.at) === keyOf(made.at))!
  }

  end(): Place {
    const structure = structureOf(this.document)
    return { flow: structure.flow, after: structure.cards.at(-1)!.end }
  }

  nodes(): CardNode[] {
    return shownCards(structureOf(this.document))
  }

  layout(folded: string[] = []): Layout {
    return layOut(structureOf(this.document), { height: () => 200, folded: (lane) => folded.includes(lane) })
  }
}

function branched() {
  const built = new Built()
  const before = built.add('string.toUpperCase')
  const choice = built.add('control.if')
  const [yes, no] = choice.lanes
  const first = built.add('string.toLowerCase', { flow: yes!.flow, after: yes!.start })
  const second = built.add('string.trim', { flow: yes!.flow, after: first.end })
  const other = built.add('string.length', { flow: no!.flow, after: no!.start })
  const after = built.add('string.compose', { flow: choice.at.flow, after: choice.end })
  return { built, before, choice, first, second, other, after }
}

const within = (inner: { x: number; y: number; width: number; height: number }, outer: { x: number; y: number; width: number; height: number }) =>
  inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height

describe('the layout', () => {
  it('puts cards from left to right in the order in which they run', () => {
    const built = new Built()
    for (const card of ['string.trim', 'string.length', 'string.compose']) built.add(card)
    const { cards: boxes, lines } = built.layout()
    expect(boxes.map((box) => box.x)).toEqual([...boxes.map((box) => box.x)].sort((a, b) => a - b))
    expect(new Set(boxes.map((box) => box.y)).size).toBe(1)
    expect(boxes[0]!.first).toBe(true)
    expect(lines).toHaveLength(1)
  })

  it('puts the ways of an If/Else side by side inside of its frame, and what follows behind it', () => {
    const { built, choice, first, second, other, after } = branched()
    const layout = built.layout()
    const box = (node: CardNode) => layout.cards.find((one) => keyOf(one.node.at) === keyOf(node.at))!
    const frame = layout.frames.find((one) => keyOf(one.node.at) === keyOf(choice.at))!
    expect(layout.lanes.map((lane) => lane.lane.title)).toEqual(['If true', 'Else'])
    for (const node of [first, second, other]) expect(within(box(node), frame)).toBe(true)
    expect(box(first).y).toBe(box(second).y)
    expect(box(other).y).toBeGreaterThan(box(first).y + 200)
    expect(box(after).x).toBeGreaterThanOrEqual(frame.x + frame.width)
    expect(layout.lanes[0]!.width).toBe(layout.lanes[1]!.width)
  })

  it('lets no card lie on another one, however deep', () => {
    const { built, other } = branched()
    const inner = built.add('control.if', { flow: other.at.flow, after: other.end })
    built.add('control.tryCatch', { flow: inner.lanes[0]!.flow, after: inner.lanes[0]!.start })
    const boxes = built.layout().cards
    for (const a of boxes) for (const b of boxes) if (a !== b) expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true)
  })

  it('leaves out the cards of a lane that is folded', () => {
    const { built, choice } = branched()
    const [yes] = choice.lanes
    const whole = built.layout()
    const folded = built.layout([laneKey(choice.at, yes!)])
    expect(folded.cards.length).toBe(whole.cards.length - 2)
    expect(folded.lanes[0]).toMatchObject({ folded: true, count: 2 })
    expect(folded.height).toBeLessThan(whole.height)
  })
})

describe('a card that is let go of', () => {
  it('comes to the nearest place between cards, in the lane that it is over', () => {
    const { built, choice, first } = branched()
    const { gaps, cards: boxes } = built.layout()
    const at = boxes.find((box) => keyOf(box.node.at) === keyOf(first.at))!
    expect(gapAt(gaps, at.x - 10, at.y + 50)?.place.after).toBe(choice.lanes[0]!.start)
    expect(gapAt(gaps, at.x + CARD_WIDTH + 5, at.y + 50)?.place.after).toBe(first.end)
    expect(gapAt(gaps, at.x, at.y + 5000)).toBeUndefined()
  })

  it('has a place behind every card and at the beginning of every lane', () => {
    const { built, choice } = branched()
    const places = built.layout().gaps.map((gap) => gap.place.after)
    for (const node of built.nodes()) expect(places).toContain(node.end)
    for (const lane of choice.lanes) expect(places).toContain(lane.start)
    expect(new Set(places).size).toBe(places.length)
  })
})

describe('bringing into view', () => {
  it('moves as little as is needed, and shows the beginning of what is too large', () => {
    expect(shiftInto(10, 20, 0, 100)).toBe(0)
    expect(shiftInto(-10, 20, 0, 100)).toBe(10)
    expect(shiftInto(90, 130, 0, 100)).toBe(-30)
    expect(shiftInto(50, 500, 0, 100)).toBe(-50)
  })
})

describe('the arrow keys', () => {
  it('walk along a lane, into lanes, and out of them', () => {
    const { built, before, choice, first, second, other, after } = branched()
    const spots = spotsOf(structureOf(built.document))
    const go = (node: CardNode, to: Parameters<typeof neighbour>[2]) => neighbour(spots, keyOf(node.at), to)?.at.card
    expect(go(before, 'right')).toBe(choice.at.card)
    expect(go(choice, 'right')).toBe(after.at.card)
    expect(go(choice, 'down')).toBe(first.at.card)
    expect(go(first, 'right')).toBe(second.at.card)
    expect(go(second, 'right')).toBe(after.at.card)
    expect(go(first, 'down')).toBe(other.at.card)
    expect(go(other, 'up')).toBe(first.at.card)
    expect(go(first, 'left')).toBe(choice.at.card)
    expect(go(first, 'up')).toBe(choice.at.card)
    expect(go(after, 'right')).toBeUndefined()
    expect(go(after, 'first')).toBe(built.nodes()[0]!.at.card)
  })
})
