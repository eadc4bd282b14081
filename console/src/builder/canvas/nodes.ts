import type { Node } from '@xyflow/react'
import { keyOf } from '../page/builder'
import { CARD_WIDTH, type CardBox, type FrameBox, type LaneBox, type Layout, type Line } from './layout'

export type CardFlowNode = Node<{ box: CardBox }, 'card'>
export type FrameFlowNode = Node<{ box: FrameBox }, 'frame'>
export type LaneFlowNode = Node<{ box: LaneBox }, 'lane'>
export type LineFlowNode = Node<{ width: number }, 'line'>
export type CanvasNode = CardFlowNode | FrameFlowNode | LaneFlowNode | LineFlowNode

interface Shown {
  selected(key: string): boolean
  /** Where a card is while it is dragged. */
  dragged: ReadonlyMap<string, { x: number; y: number }>
  measured: ReadonlyMap<string, number>
  readOnly: boolean
}

/** What cannot be chosen, dragged or focused: it lies behind the cards. */
const STILL = { draggable: false, selectable: false, focusable: false, handles: [], style: { pointerEvents: 'none' as const } }

/**
 * The boxes as the canvas draws them. A node that did not change is the object of before, so that
 * only cards that changed are drawn again.
 */
export function nodesOf(layout: Layout, shown: Shown, before: ReadonlyMap<string, CanvasNode>): Map<string, CanvasNode> {
  const nodes = new Map<string, CanvasNode>()
  const add = (node: CanvasNode) => {
    const old = before.get(node.id)
    nodes.set(node.id, old && same(old, node) ? old : node)
  }
  layout.lines.forEach((line, index) => add(lineNode(line, index)))
  const boxes: (() => void)[] = []
  for (const box of layout.frames)
    boxes[box.order] = () => add({ ...STILL, id: `frame ${keyOf(box.node.at)}`, type: 'frame', position: { x: box.x, y: box.y }, width: box.width, height: box.height, data: { box: kept(before.get(`frame ${keyOf(box.node.at)}`)?.data, box, sameFrame) }, zIndex: box.depth * 3 })
  for (const box of layout.lanes)
    boxes[box.order] = () => add({ ...STILL, id: `lane ${box.key}`, type: 'lane', position: { x: box.x, y: box.y }, width: box.width, height: box.height, data: { box: kept(before.get(`lane ${box.key}`)?.data, box, sameLane) }, zIndex: box.depth * 3 + 1 })
  for (const box of layout.cards) {
    const id = keyOf(box.node.at)
    const height = shown.measured.get(id)
    boxes[box.order] = () => add({
      id,
      type: 'card',
      position: shown.dragged.get(id) ?? { x: box.x, y: box.y },
      width: CARD_WIDTH,
      initialHeight: box.height,
      measured: { width: CARD_WIDTH, height: height ?? box.height },
      handles: [],
      selected: shown.selected(id),
      draggable: !shown.readOnly && !box.first,
      focusable: false,
      dragHandle: '.builder-head',
      data: { box: kept(before.get(id)?.data, box, sameCard) },
      zIndex: shown.dragged.has(id) ? 2000 : 1000,
    })
  }
  // In the order of reading, in which Tab and screen readers go through them.
  for (const place of boxes) place()
  return nodes
}

function lineNode(line: Line, index: number): LineFlowNode {
  return { ...STILL, id: `line ${index}`, type: 'line', position: { x: line.x, y: line.y }, width: Math.max(1, line.width), height: 2, data: { width: line.width }, zIndex: 500 }
}

/** The box of before where nothing in it changed that is drawn. */
function kept<B>(data: unknown, box: B, equal: (a: B, b: B) => boolean): B {
  const old = (data as { box?: B } | undefined)?.box
  return old && equal(old, box) ? old : box
}

const sameCard = (a: CardBox, b: CardBox) =>
  a.node.method === b.node.method && a.node.join?.method === b.node.join?.method && a.node.path === b.node.path && a.depth === b.depth && a.first === b.first && a.next.after === b.next.after && a.node.at.flow === b.node.at.flow && a.node.lanes.length === b.node.lanes.length
const sameFrame = (a: FrameBox, b: FrameBox) => a.node.method === b.node.method && a.width === b.width && a.height === b.height && a.next.after === b.next.after
const sameLane = (a: LaneBox, b: LaneBox) => a.lane.title === b.lane.title && a.of.method === b.of.method && a.width === b.width && a.height === b.height && a.folded === b.folded && a.count === b.count

function same(a: CanvasNode, b: CanvasNode): boolean {
  return (
    a.position.x === b.position.x &&
    a.position.y === b.position.y &&
    a.width === b.width &&
    a.height === b.height &&
    a.measured?.height === b.measured?.height &&
    a.selected === b.selected &&
    a.draggable === b.draggable &&
    a.zIndex === b.zIndex &&
    a.type === b.type &&
    (a.type === 'line' ? a.data.width === (b as LineFlowNode).data.width : a.data.box === (b as CardFlowNode).data.box)
  )
}
