import { Button, Group, List, Modal, Text } from '@mantine/core'
import { IconBolt, IconCopy, IconFunction, IconNote, IconPencil, IconTrash } from '@tabler/icons-react'
import { ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { titleOf } from '../../flows/cards/document'
import type { Flow } from '../../flows/flows'
import { Canvas } from '../canvas/Canvas'
import { FloatingMenu, type MenuItem } from '../canvas/FloatingMenu'
import { CARD_WIDTH, laneKey, shiftInto, shownCards } from '../canvas/layout'
import type { Offer } from '../canvas/picker/offers'
import { Picker } from '../canvas/picker/Picker'
import { neighbour, spotsOf } from '../canvas/walk'
import { addCard, addNote, collapse, copyCards, daily, duplicateCards, isCollapsed, moveCards, orderProblems, pasteCards, problems as problemsOf, removeCards, renameCard, setTrigger, structureOf, type CardAt, type Place, type Sequence } from '../document'
import { COMMENT } from '../document/special'
import { EndpointDialog } from '../settings/EndpointDialog'
import { ScheduleDialog } from '../settings/ScheduleDialog'
import { ExtractDialog } from '../structure/ExtractDialog'
import { Structure } from '../structure/Structure'
import { TestCard } from '../trying/TestCard'
import { BuilderProvider, keyOf, SelectionProvider, type Builder, type Card, type Names } from './builder'
import { FindBar } from './FindBar'
import { ShortcutsDialog } from './ShortcutsDialog'
import { useKeys } from './useKeys'
import { TopBar, type Bar } from './TopBar'
import type { Editor as State } from './useEditor'
import './builder.css'

export interface EditorProps {
  state: State
  catalog: ReadonlyMap<string, Card>
  names: Names
  flow?: Flow
  readOnly: boolean
  bar: Pick<Bar, 'name' | 'folder' | 'changed' | 'saving' | 'save' | 'run' | 'rename' | 'more' | 'kept'>
  values?: Builder['values']
  /** Above the canvas: what holds for the whole flow. */
  above?: ReactNode
  /** Over the right of the canvas. */
  aside?: ReactNode
}

/** The canvas with its bar, and everything that is done with cards. */
export function Editor(props: EditorProps) {
  return (
    <ReactFlowProvider>
      <Workbench {...props} />
    </ReactFlowProvider>
  )
}

type Asked = { what: 'pick'; place?: Place; kind: 'event' | 'action' | 'function' } | { what: 'move'; ats: CardAt[]; place: Place; problems: string[] } | { what: 'keys' } | { what: 'chart' } | { what: 'extract'; ats: CardAt[] } | undefined
type Menus = { what: 'add'; place: Place; after: string; from: HTMLElement } | { what: 'card'; at: CardAt; from: HTMLElement } | undefined

function Workbench({ state, catalog, names, flow, readOnly, bar, values, above, aside }: EditorProps) {
  const canvas = useReactFlow()
  const { history, change, select, selected } = state
  const document = history.present
  const structure = useMemo(() => structureOf(document), [document])
  const problems = useMemo(() => problemsOf(document, catalog), [document, catalog])
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = useState<Asked>()
  const [menu, setMenu] = useState<Menus>()
  const [finding, setFinding] = useState(false)
  const [minimap, setMinimap] = useState(false)
  const [opened, setOpened] = useState<{ what: Parameters<Builder['open']>[0]; at: CardAt }>()
  const [renaming, setRenaming] = useState<string>()
  const awaited = useRef<string>(undefined)
  const spots = useMemo(() => spotsOf(structure), [structure])
  const root = useRef<HTMLDivElement>(null)

  const focus = useCallback((key: string) => {
    awaited.current = key
    const drawn = root.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(key)}"]`)
    if (!drawn) return
    awaited.current = undefined
    drawn.focus({ preventScroll: true })
  }, [])

  const jump = useCallback(
    (at: CardAt) => {
      setFolded((before) => without(before, lanesAround(structure, at)))
      focus(keyOf(at))
      const node = canvas.getNode(keyOf(at))
      if (node) bringIntoView(root.current, canvas, node.position)
    },
    [canvas, focus, structure],
  )
  const reach = useCallback((position: { x: number; y: number }) => bringIntoView(root.current, canvas, position), [canvas])

  const open = useCallback<Builder['open']>((what, at) => setOpened({ what, at }), [])
  const builder = useMemo<Builder>(
    () => ({ document, structure, catalog, problems, readOnly, change, select, jump, values, names, flow, open }),
    [document, structure, catalog, problems, readOnly, change, select, jump, values, names, flow, open],
  )

  /** Makes an edit that ends with cards of its own, and goes to the first of them. */
  const make = (label: string, edit: (...given: Parameters<Parameters<State['change']>[1]>) => { document: typeof document; ats: CardAt[] }) => {
    let made: CardAt[] = []
    change(label, (before, ids) => {
      const result = edit(before, ids)
      made = result.ats
      return result.document
    })
    if (made[0]) {
      select(made)
      const first = made[0]
      requestAnimationFrame(() => jump(first))
    }
    return made
  }
  const chosen = () => (selected.size > 0 ? [...selected.values()] : [])
  const lastPlace = (): Place => {
    const last = chosen().flatMap((at) => spots.get(keyOf(at))?.node ?? []).at(-1) ?? structure.cards.filter((node) => !node.hidden).at(-1)
    return last ? { flow: last.at.flow, after: last.end } : { flow: structure.flow, after: structure.start }
  }
  const remove = (ats: CardAt[]) => {
    if (ats.length === 0) return
    const first = spots.get(keyOf(ats[0]!))
    const next = first && (neighbour(spots, keyOf(ats[0]!), 'left') ?? first.row[0])
    change(ats.length === 1 ? `Delete ${titleAt(ats[0]!)}` : `Delete ${ats.length} cards`, (before, ids) => removeCards(before, ats, ids))
    select(undefined)
    if (next && !ats.some((at) => keyOf(at) === keyOf(next.at))) jump(next.at)
  }
  const titleAt = (at: CardAt) => {
    const node = spots.get(keyOf(at))?.node
    return node ? titleOf(node.method) : 'the card'
  }
  const duplicate = (ats: CardAt[]) => ats.length > 0 && make(ats.length === 1 ? `Duplicate ${titleAt(ats[0]!)}` : `Duplicate ${ats.length} cards`, (before, ids) => duplicateCards(before, ats, ids))
  const paste = (text: string, place = lastPlace()) => {
    let lost = 0
    make('Paste cards', (before, ids) => {
      const pasted = pasteCards(before, place, text, ids)
      lost = pasted.lost.length
      return pasted
    })
    if (lost > 0) state.setRefusal(`The cards are here. ${lost === 1 ? 'One of their inputs took its value' : `${lost} of their inputs took values`} from cards that are not: link ${lost === 1 ? 'it' : 'them'} again, or leave ${lost === 1 ? 'it' : 'them'} blank.`)
  }
  const note = (place: Place) => {
    const [at] = make('Add a note', (before, ids) => {
      const added = addNote(before, place, ids)
      return { document: added.document, ats: [added.at] }
    })
    if (at) setRenaming(keyOf(at))
  }
  const picked = (offer: Offer, place: Place | undefined) => {
    setAsked(undefined)
    if (!place) {
      change(`Start with ${offer.title}`, (before, ids) => setTrigger(before, offer.card, ids, offer.scheduled ? daily(Intl.DateTimeFormat().resolvedOptions().timeZone) : undefined))
      requestAnimationFrame(() => {
        const trigger = structureOf(state.now()).cards[0]!
        jump(trigger.at)
        if (offer.scheduled) open('schedule', trigger.at)
        else if (offer.card.settings.length > 0 && !offer.card.settings.some((field) => field.type === 'cron')) open('endpoint', trigger.at)
      })
      return
    }
    make(`Add ${offer.title}`, (before, ids) => {
      const added = addCard(before, place, offer.card, ids)
      return { document: added.document, ats: [added.at] }
    })
  }
  const move = (ats: CardAt[], place: Place) => {
    if (staysInPlace(spots, ats, place)) return
    const wrong = orderProblems(document, ats, place)
    if (wrong.length > 0) setAsked({ what: 'move', ats, place, problems: wrong })
    else moveTo(ats, place)
  }
  const moveTo = (ats: CardAt[], place: Place) => change(ats.length === 1 ? `Move ${titleAt(ats[0]!)}` : `Move ${ats.length} cards`, (before, ids) => moveCards(before, ats, place, ids))
  const collapseAt = (ats: readonly CardAt[], collapsed: boolean) => change(collapsed ? 'Collapse cards' : 'Expand cards', (before) => collapse(before, [...ats], collapsed))

  useKeys({
    root, readOnly, spots, state, setAsked: (what) => setAsked({ what }), find: () => setFinding(true), save: bar.save, run: bar.run, jump, focus,
    remove, duplicate, paste, copy: (ats) => copyCards(state.now(), ats), rename: (key) => setRenaming(key),
    add: (at) => setAsked({ what: 'pick', kind: 'function', place: at ? placeBehind(spots, at) : lastPlace() }),
    menu: (at, from) => setMenu({ what: 'card', at, from }),
    collapse: (at) => collapseAt([at], !isCollapsed(state.now(), at)),
    zoom: (to) => void zoom(canvas, to),
  })

  const addItems = (place: Place): MenuItem[] => [
    { label: 'Add app action', icon: <IconBolt size={16} aria-hidden />, act: () => setAsked({ what: 'pick', kind: 'action', place }) },
    { label: 'Add function', icon: <IconFunction size={16} aria-hidden />, keys: 'A', act: () => setAsked({ what: 'pick', kind: 'function', place }) },
    { label: 'Add note', icon: <IconNote size={16} aria-hidden />, act: () => note(place) },
  ]
  const cardItems = (at: CardAt): MenuItem[] => {
    const spot = spots.get(keyOf(at))
    if (!spot) return []
    const ats = selected.has(keyOf(at)) ? chosen() : [at]
    const start = spot.index === 0 && !spot.holder
    const folds: MenuItem = isCollapsed(document, at)
      ? { label: 'Expand', keys: 'Space', act: () => collapseAt(ats, false) }
      : { label: 'Collapse', keys: 'Space', act: () => collapseAt(ats, true) }
    if (readOnly) return [folds, { label: 'Copy', keys: 'Ctrl C', act: () => void navigator.clipboard.writeText(copyCards(document, ats)) }]
    return [
      { label: spot.node.id === COMMENT ? 'Edit the note' : 'Rename', keys: 'F2', icon: <IconPencil size={16} aria-hidden />, act: () => setRenaming(keyOf(at)) },
      ...(start ? [{ label: 'Choose another event', act: () => setAsked({ what: 'pick' as const, kind: 'event' as const }) }] : []),
      folds,
      ...(start
        ? []
        : [
            { label: 'Duplicate', keys: 'Ctrl D', icon: <IconCopy size={16} aria-hidden />, act: () => duplicate(ats) },
            { label: 'Copy', keys: 'Ctrl C', act: () => void navigator.clipboard.writeText(copyCards(document, ats)) },
            { label: ats.length === 1 ? 'Make a helper flow of it' : 'Make a helper flow of these cards', act: () => setAsked({ what: 'extract', ats }) },
            { label: 'Delete', keys: 'Delete', danger: true, icon: <IconTrash size={16} aria-hidden />, act: () => remove(ats) },
          ]),
    ]
  }

  useEffect(() => {
    const known = new Set(spots.keys())
    if ([...selected.keys()].some((key) => !known.has(key))) select([...selected.values()].filter((at) => known.has(keyOf(at))))
  }, [spots, selected, select])

  return (
    <BuilderProvider value={builder}>
      <SelectionProvider value={selected}>
        <div className="builder" ref={root}>
          <TopBar
            {...bar}
            undoes={history.undoLabel}
            redoes={history.redoLabel}
            undo={state.undo}
            redo={state.redo}
            find={() => setFinding(true)}
            zoom={(to) => void zoom(canvas, to)}
            minimap={minimap}
            setMinimap={setMinimap}
            collapseAll={(collapsed) => collapseAt(shownCards(structure).map((node) => node.at), collapsed)}
            help={() => setAsked({ what: 'keys' })}
            chart={flow ? () => setAsked({ what: 'chart' }) : undefined}
          />
          {above}
          <div className="builder-plane">
            <Canvas
              folded={folded}
              fold={(lane) => setFolded((before) => toggled(before, lane))}
              awaited={awaited}
              reach={reach}
              minimap={minimap}
              move={move}
              add={(place, after, from) => setMenu({ what: 'add', place, after, from })}
              menu={(at, from) => setMenu({ what: 'card', at, from })}
              chooseEvent={() => setAsked({ what: 'pick', kind: 'event' })}
              rename={(at, title) => {
                setRenaming(undefined)
                change(`Rename ${titleAt(at)}`, (before) => renameCard(before, at, title))
                focus(keyOf(at))
              }}
              collapse={collapseAt}
              renaming={renaming}
              setRenaming={setRenaming}
            />
            {aside}
            {finding && <FindBar close={() => setFinding(false)} />}
            {state.refusal && (
              <div className="builder-notice" role="alert">
                <Text size="sm" className="wrapped">
                  {state.refusal}
                </Text>
                <Button size="compact-xs" variant="default" onClick={() => state.setRefusal(undefined)}>
                  Close
                </Button>
              </div>
            )}
          </div>
          {menu?.what === 'add' && <FloatingMenu items={addItems(menu.place)} from={menu.from} label={`Add after ${menu.after}`} close={() => setMenu(undefined)} />}
          {menu?.what === 'card' && <FloatingMenu items={cardItems(menu.at)} from={menu.from} label={`Actions of ${titleAt(menu.at)}`} close={() => setMenu(undefined)} />}
          {asked?.what === 'pick' && <Picker catalog={catalog} kind={asked.kind} choose={(offer) => picked(offer, asked.place)} close={() => setAsked(undefined)} />}
          {opened?.what === 'endpoint' && <EndpointDialog close={() => setOpened(undefined)} />}
          {opened?.what === 'test' && <TestCard at={opened.at} close={() => setOpened(undefined)} />}
          {opened?.what === 'schedule' && <ScheduleDialog close={() => setOpened(undefined)} />}
          {asked?.what === 'chart' && flow && <Structure flowId={flow.id} name={flow.name} close={() => setAsked(undefined)} />}
          {asked?.what === 'extract' && <ExtractDialog ats={asked.ats} close={() => setAsked(undefined)} />}
          {asked?.what === 'keys' && <ShortcutsDialog close={() => setAsked(undefined)} />}
          {asked?.what === 'move' && (
            <Modal opened onClose={() => setAsked(undefined)} title="This order cannot work" closeButtonProps={{ 'aria-label': 'Close' }}>
              <Text size="sm">Cards take values only from cards that ran before them:</Text>
              <List size="sm" mt="xs">
                {asked.problems.map((problem) => (
                  <List.Item key={problem} className="wrapped">
                    {problem}
                  </List.Item>
                ))}
              </List>
              <Group justify="flex-end" mt="lg">
                <Button variant="default" onClick={() => setAsked(undefined)} data-autofocus>
                  Leave it where it was
                </Button>
                <Button
                  onClick={() => {
                    setAsked(undefined)
                    moveTo(asked.ats, asked.place)
                  }}
                >
                  Move, and cut these links
                </Button>
              </Group>
            </Modal>
          )}
        </div>
      </SelectionProvider>
    </BuilderProvider>
  )
}

function toggled(set: ReadonlySet<string>, one: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(one)) next.add(one)
  return next
}

function without(set: ReadonlySet<string>, gone: string[]): ReadonlySet<string> {
  return gone.some((one) => set.has(one)) ? new Set([...set].filter((one) => !gone.includes(one))) : set
}

/** The lanes that a card lies in, innermost last. */
function lanesAround(sequence: Sequence, at: CardAt): string[] {
  for (const node of sequence.cards)
    for (const lane of node.lanes) if (shownCards(lane).some((one) => keyOf(one.at) === keyOf(at))) return [laneKey(node.at, lane), ...lanesAround(lane, at)]
  return []
}

function placeBehind(spots: ReturnType<typeof spotsOf>, at: CardAt): Place | undefined {
  const node = spots.get(keyOf(at))?.node
  return node && { flow: at.flow, after: node.end }
}

/** Whether a card would come to where it stands already. */
function staysInPlace(spots: ReturnType<typeof spotsOf>, ats: CardAt[], place: Place): boolean {
  if (ats.length !== 1) return false
  const spot = spots.get(keyOf(ats[0]!))
  if (!spot || spot.node.at.flow !== place.flow) return false
  const before = spot.row[spot.index - 1]
  return place.after === spot.node.end || (before ? place.after === before.end : spot.holder?.node.lanes[spot.lane]?.start === place.after)
}

type Plane = ReturnType<typeof useReactFlow>

function zoom(canvas: Plane, to: 'in' | 'out' | 'fit') {
  if (to === 'in') return canvas.zoomIn()
  if (to === 'out') return canvas.zoomOut()
  // Also of cards that are outside of the window and were never drawn.
  return canvas.fitBounds(canvas.getNodesBounds(canvas.getNodes()), { padding: 0.05 })
}

const MARGIN = 48
/** Of a card, as much as must be seen of its height. */
const TOP = 280

/** Moves the plane as little as shows the card; nearer, where its fields could not be read. */
function bringIntoView(root: HTMLElement | null, canvas: Plane, { x, y }: { x: number; y: number }) {
  const frame = root?.querySelector('.builder-plane')?.getBoundingClientRect()
  if (!frame) return
  if (canvas.getZoom() < 0.5) {
    void canvas.setCenter(x + CARD_WIDTH / 2, y + TOP / 2, { zoom: 0.8 })
    return
  }
  const view = canvas.getViewport()
  const at = canvas.flowToScreenPosition({ x, y })
  const right = shiftInto(at.x, at.x + CARD_WIDTH * view.zoom, frame.left + MARGIN, frame.right - MARGIN)
  const down = shiftInto(at.y, at.y + TOP * view.zoom, frame.top + MARGIN / 2, frame.bottom - MARGIN / 2)
  if (right !== 0 || down !== 0) void canvas.setViewport({ ...view, x: view.x + right, y: view.y + down })
}
