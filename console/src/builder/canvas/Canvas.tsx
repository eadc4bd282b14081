import '@xyflow/react/dist/base.css'
import { MiniMap, ReactFlow, useReactFlow, useStore, ViewportPortal, type NodeChange } from '@xyflow/react'
import { useCallback, useEffect, useMemo, useRef, useState, type FocusEvent } from 'react'
import type { CardAt, CardNode, Place } from '../document'
import { keyOf, useBuilder, useSelected } from '../page/builder'
import { CardFrame } from './CardFrame'
import { estimatedHeight } from './heights'
import { HolderFrame, LaneFrame, SequenceLine } from './LaneFrame'
import { gapAt, HEAD, layOut, shiftInto, shownCards, type Gap } from './layout'
import { nodesOf, type CanvasNode } from './nodes'
import { ToolsProvider, type CanvasTools } from './tools'
import './canvas.css'

const TYPES = { card: CardFrame, frame: HolderFrame, lane: LaneFrame, line: SequenceLine }

/** Below this, fields cannot be read and cards show their heads only. */
const READABLE = 0.45
const NEAREST = 1.4
const FARTHEST = 0.1
const BESIDE = 40

export interface CanvasProps extends Pick<CanvasTools, 'add' | 'menu' | 'chooseEvent' | 'rename' | 'collapse' | 'renaming' | 'setRenaming'> {
  folded: ReadonlySet<string>
  fold(lane: string): void
  /** The card that waits for the keyboard, by its key; read and cleared when it is drawn. */
  awaited: { current: string | undefined }
  /** Brings what is awaited into view once it has a place. */
  reach(position: { x: number; y: number }): void
  minimap: boolean
  move(ats: CardAt[], place: Place): void
}

/** The cards of the flow on a plane that is panned and zoomed. */
export function Canvas({ folded, awaited, reach, minimap, move, ...asked }: CanvasProps) {
  const { document, structure, select, readOnly } = useBuilder()
  const chosen = useSelected()
  const flow = useReactFlow()
  const pane = useRef<HTMLDivElement>(null)
  const pointing = useRef(false)
  const far = useStore((state) => state.transform[2] < READABLE)
  const [measured, setMeasured] = useState<ReadonlyMap<string, number>>(new Map())
  const [dragged, setDragged] = useState<ReadonlyMap<string, { x: number; y: number }>>(new Map())
  const [target, setTarget] = useState<Gap>()
  const [current, setCurrent] = useState(() => keyOf({ flow: structure.flow, card: structure.cards[0]?.at.card ?? '' }))

  const layout = useMemo(
    () => layOut(structure, { height: (node) => measured.get(keyOf(node.at)) ?? estimatedHeight(document, node), folded: (lane) => folded.has(lane) }),
    [structure, measured, folded, document],
  )
  const before = useRef<ReadonlyMap<string, CanvasNode>>(new Map())
  const nodes = useMemo(() => {
    const now = nodesOf(layout, { selected: (key) => chosen.has(key), dragged, measured, readOnly }, before.current)
    before.current = now
    return [...now.values()]
  }, [layout, chosen, dragged, measured, readOnly])

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const heights = changes.flatMap((change) => (change.type === 'dimensions' && change.dimensions && isCard(before.current.get(change.id)) ? [[change.id, Math.round(change.dimensions.height)] as const] : []))
      // A card that is drawn small keeps the height that it has when it is drawn whole.
      if (heights.length > 0 && flow.getZoom() >= READABLE) setMeasured((old) => (heights.every(([id, height]) => old.get(id) === height) ? old : new Map([...old, ...heights])))
      const chosenNow = changes.filter((change) => change.type === 'select')
      if (chosenNow.length > 0) {
        const next = new Map(chosen)
        for (const change of chosenNow) {
          const node = before.current.get(change.id)
          if (change.selected && isCard(node)) next.set(change.id, node.data.box.node.at)
          else next.delete(change.id)
        }
        select([...next.values()])
      }
      const moved = changes.flatMap((change) => (change.type === 'position' && change.dragging && change.position ? [[change.id, change.position] as const] : []))
      if (moved.length > 0) setDragged((old) => new Map([...old, ...moved]))
    },
    [chosen, select, flow],
  )

  const onDrag = (event: MouseEvent | TouchEvent) => {
    const pointer = 'touches' in event ? event.touches[0] : event
    if (!pointer) return
    const { x, y } = flow.screenToFlowPosition({ x: pointer.clientX, y: pointer.clientY })
    setTarget(gapAt(layout.gaps, x, y))
  }
  const onDragStop = (ids: CardNode[]) => {
    setDragged(new Map())
    setTarget(undefined)
    if (target) move(ids.map((node) => node.at), target.place)
  }

  useEffect(() => {
    // The library says "application", which takes the reader's keys away from texts and fields.
    pane.current?.setAttribute('role', 'group')
  }, [])

  useEffect(() => {
    // A card that was just made, or whose lane was just unfolded, is drawn only in view.
    const box = awaited.current && layout.cards.find(({ node }) => keyOf(node.at) === awaited.current)
    if (box) reach(box)
  }, [layout, awaited, reach])

  const drawn = useCallback(
    (key: string, element: HTMLElement) => {
      if (awaited.current !== key) return
      awaited.current = undefined
      element.focus({ preventScroll: true })
    },
    [awaited],
  )

  /** A field that Tab leads to outside of the window is brought into it; what is pointed at must not move away. */
  const onFocus = (event: FocusEvent) => {
    const frame = pane.current?.getBoundingClientRect()
    if (!frame || pointing.current || !(event.target instanceof HTMLElement) || event.target.matches('[data-card]')) return
    const box = event.target.getBoundingClientRect()
    const right = shiftInto(box.left, box.right, frame.left + BESIDE, frame.right - BESIDE)
    const down = shiftInto(box.top, box.bottom, frame.top + BESIDE, frame.bottom - BESIDE)
    if (right === 0 && down === 0) return
    const view = flow.getViewport()
    void flow.setViewport({ ...view, x: view.x + right, y: view.y + down })
  }

  const { add, menu, chooseEvent, rename, collapse, renaming, setRenaming } = asked
  const tools = useMemo<CanvasTools>(
    () => ({ add, menu, chooseEvent, rename, collapse, renaming, setRenaming, fold: asked.fold, current, setCurrent, drawn, far }),
    [add, menu, chooseEvent, rename, collapse, renaming, setRenaming, asked.fold, current, drawn, far],
  )
  const count = shownCards(structure).length
  return (
    <ToolsProvider value={tools}>
      <ReactFlow
        ref={pane}
        className="builder-canvas"
        aria-label={`The cards of the flow, ${count} in all`}
        nodes={nodes}
        edges={NO_EDGES}
        nodeTypes={TYPES}
        onNodesChange={onNodesChange}
        onlyRenderVisibleElements
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elevateNodesOnSelect={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={MULTI}
        minZoom={FARTHEST}
        maxZoom={NEAREST}
        panOnScroll
        zoomOnDoubleClick={false}
        nodeDragThreshold={4}
        defaultViewport={FIRST_VIEW}
        onNodeDrag={onDrag}
        onNodeDragStop={(_, __, all) => onDragStop(all.filter(isCard).map((node) => node.data.box.node))}
        onFocus={onFocus}
        onPointerDownCapture={() => (pointing.current = true)}
        onKeyDownCapture={() => (pointing.current = false)}
      >
        {target && (
          <ViewportPortal>
            <div className="builder-target" style={{ transform: `translate(${target.x - 2}px, ${target.top}px)`, height: Math.max(target.bottom - target.top, HEAD) }} />
          </ViewportPortal>
        )}
        {minimap && <MiniMap className="builder-minimap" ariaLabel="The whole flow" pannable zoomable nodeClassName={miniClass} nodeBorderRadius={12} />}
      </ReactFlow>
    </ToolsProvider>
  )
}

const NO_EDGES: never[] = []
const MULTI = ['Meta', 'Control']
const FIRST_VIEW = { x: 32, y: 32, zoom: 1 }

function isCard(node: CanvasNode | undefined): node is Extract<CanvasNode, { type: 'card' }> {
  return node?.type === 'card'
}

function miniClass(node: CanvasNode): string {
  if (node.type !== 'card') return node.type === 'frame' ? 'builder-mini-frame' : 'builder-mini-none'
  return node.selected ? 'builder-mini-chosen' : 'builder-mini-card'
}
