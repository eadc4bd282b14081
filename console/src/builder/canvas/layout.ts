import type { CardAt, CardNode, Place, Sequence } from '../document'

/** All cards are as wide as this, so that only their heights must be measured. */
export const CARD_WIDTH = 304
/** Between two cards, with the button that adds one. */
export const GAP = 56
/** The title of a lane. */
export const LANE_HEAD = 36
export const HEAD = 56
const PAD = 16
const EMPTY_LANE = 280

interface Box {
  /** Its place in the order in which the flow is read. */
  order: number
  x: number
  y: number
  width: number
  height: number
}

export interface CardBox extends Box {
  node: CardNode
  /** How many lanes it lies in. */
  depth: number
  /** Whether something starts the flow, or its nested flow, with it. */
  first: boolean
  /** Where a card comes that is added behind it; it stands inside of the frame's edge where the card has lanes. */
  next: Place
}

/** Around a card that has lanes, and them. */
export interface FrameBox extends Box {
  node: CardNode
  depth: number
  next: Place
}

/** One way of a card, or a flow nested in it. */
export interface LaneBox extends Box {
  key: string
  lane: Sequence
  of: CardNode
  depth: number
  folded: boolean
  /** How many cards the author sees in it, nested ones included. */
  count: number
  start: Place
}

/** A place between cards, for what is dragged. */
export interface Gap {
  place: Place
  x: number
  top: number
  bottom: number
}

/** The line on which the cards of a sequence stand. */
export interface Line {
  x: number
  y: number
  width: number
}

export interface Layout {
  cards: CardBox[]
  frames: FrameBox[]
  lanes: LaneBox[]
  lines: Line[]
  gaps: Gap[]
  /** How many boxes there are. */
  count: number
  width: number
  height: number
}

export interface Sizes {
  height(node: CardNode): number
  /** Whether a lane is folded, by {@link laneKey}. */
  folded(lane: string): boolean
}

export function laneKey(of: CardAt, lane: Sequence): string {
  return `${of.flow}|${of.card}|${lane.flow}|${lane.start}`
}

/** Every card of a sequence that people see, those in lanes behind the card that holds them. */
export function shownCards(sequence: Sequence): CardNode[] {
  return sequence.cards.flatMap((node) => (node.hidden ? [] : [node, ...node.lanes.flatMap(shownCards)]))
}

/** Cards from left to right; the lanes of a card to its right, one below the other. */
export function layOut(structure: Sequence, sizes: Sizes): Layout {
  const layout: Layout = { cards: [], frames: [], lanes: [], lines: [], gaps: [], count: 0, width: 0, height: 0 }
  const { width, height } = placeSequence(structure, 0, 0, 0, sizes, layout)
  return { ...layout, width, height }
}

function placeSequence(sequence: Sequence, x: number, y: number, depth: number, sizes: Sizes, layout: Layout): { width: number; height: number } {
  const shown = sequence.cards.filter((node) => !node.hidden)
  const line = { x, y: y + HEAD / 2, width: 0 }
  layout.lines.push(line)
  const gaps: Gap[] = []
  const gap = (after: string, at: number) => gaps.push({ place: { flow: sequence.flow, after }, x: at, top: y, bottom: y })
  let right = x
  let height = 0
  // A way of an If/Else begins at a card that nobody sees.
  if (shown[0]?.at.card !== sequence.start) {
    gap(sequence.start, x + GAP / 2)
    right += GAP
  }
  for (const node of shown) {
    const next = { flow: sequence.flow, after: node.end }
    const box = node.lanes.length > 0 ? placeContainer(node, right, y, depth, next, sizes, layout) : { width: CARD_WIDTH, height: sizes.height(node) }
    if (node.lanes.length === 0) layout.cards.push({ order: layout.count++, node, x: right, y, ...box, depth, first: node.at.card === sequence.start, next })
    right += box.width
    height = Math.max(height, box.height)
    gap(node.end, right + GAP / 2)
    right += GAP
  }
  for (const one of gaps) one.bottom = y + Math.max(height, HEAD)
  layout.gaps.push(...gaps)
  line.width = right - x
  return { width: Math.max(right - x, depth > 0 ? EMPTY_LANE : 0), height: Math.max(height, HEAD) }
}

function placeContainer(node: CardNode, x: number, y: number, depth: number, next: Place, sizes: Sizes, layout: Layout) {
  const frame: FrameBox = { order: layout.count++, node, x, y: y - PAD / 2, width: 0, height: 0, depth, next }
  layout.frames.push(frame)
  const height = sizes.height(node)
  layout.cards.push({ order: layout.count++, node, x: x + PAD, y, width: CARD_WIDTH, height, depth, first: false, next })
  const left = x + PAD + CARD_WIDTH + PAD
  let below = y
  let widest = 0
  for (const lane of node.lanes) {
    const key = laneKey(node.at, lane)
    const folded = sizes.folded(key)
    const start = { flow: lane.flow, after: lane.start }
    const box: LaneBox = { order: layout.count++, key, lane, of: node, x: left, y: below, width: EMPTY_LANE, height: LANE_HEAD, depth: depth + 1, folded, count: shownCards(lane).length, start }
    layout.lanes.push(box)
    if (!folded) {
      const inside = placeSequence(lane, left + PAD, below + LANE_HEAD + PAD / 2, depth + 1, sizes, layout)
      box.width = Math.max(EMPTY_LANE, inside.width + PAD)
      box.height = LANE_HEAD + PAD / 2 + inside.height + PAD
    }
    widest = Math.max(widest, box.width)
    below += box.height + PAD / 2
  }
  // Lanes of one card end together, however many cards they have.
  for (const box of layout.lanes) if (box.of === node) box.width = widest
  frame.width = PAD + CARD_WIDTH + PAD + widest + PAD
  frame.height = Math.max(height, below - y) + PAD
  return { width: frame.width, height: frame.height }
}

/** The place that something let go of at this point belongs to; nothing when it is far from all cards. */
export function gapAt(gaps: readonly Gap[], x: number, y: number): Gap | undefined {
  const far = CARD_WIDTH
  let nearest: Gap | undefined
  let least = Infinity
  for (const gap of gaps) {
    const across = Math.abs(gap.x - x)
    const down = y < gap.top ? gap.top - y : y > gap.bottom ? y - gap.bottom : 0
    // Above or below a lane belongs to another lane, however near its gap is from the side.
    const distance = across + down * 4
    if (across <= far && down <= far && distance < least) {
      least = distance
      nearest = gap
    }
  }
  return nearest
}

/** How far something must go to lie within bounds; its beginning, where it is larger than they are. */
export function shiftInto(start: number, end: number, from: number, to: number): number {
  if (start < from) return from - start
  return end > to ? Math.max(to - end, from - start) : 0
}
