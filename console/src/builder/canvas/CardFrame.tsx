import { ActionIcon, Button, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconChevronDown, IconChevronRight, IconDots, IconPlus } from '@tabler/icons-react'
import type { NodeProps } from '@xyflow/react'
import { memo, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { stateOf } from '../../connections/connections'
import { cardId, connectorOf, titleOf } from '../../flows/cards/document'
import { EFFECTS } from '../../flows/flows'
import { State } from '../../shown/Tone'
import { CardInside } from '../card/CardInside'
import { isCollapsed, sourceOf } from '../document'
import { COMMENT, NOOP } from '../document/special'
import { keyOf, useBuilder } from '../page/builder'
import { effectOf } from './effect'
import type { CardBox } from './layout'
import type { CardFlowNode } from './nodes'
import { Note } from './Note'
import { useTools } from './tools'

/** A card: its head, and what is inside of it unless it is collapsed. */
export const CardFrame = memo(function CardFrame({ id, data: { box }, selected, height }: NodeProps<CardFlowNode>) {
  const { document, readOnly } = useBuilder()
  const tools = useTools()
  const element = useRef<HTMLElement>(null)
  const { node } = box
  const title = shownTitle(box)
  const collapsed = isCollapsed(document, node.at)
  const note = node.id === COMMENT
  useEffect(() => {
    if (element.current) tools.drawn(id, element.current)
  })
  return (
    <>
      <section
        ref={element}
        aria-label={note ? `Note: ${noteTitle(box) || 'without a title'}` : title}
        data-card={id}
        tabIndex={tools.current === id ? 0 : -1}
        className={`builder-card${selected ? ' builder-chosen' : ''}${note ? ' builder-note' : ''}`}
        style={tools.far ? { height } : undefined}
        onFocus={() => tools.current !== id && tools.setCurrent(id)}
      >
        {note ? <Note box={box} selected={selected ?? false} /> : <Head box={box} collapsed={collapsed} />}
        {!note && !collapsed && !tools.far && (
          <div className="builder-body nodrag nopan">{isBlankStart(box) ? <BlankStart /> : <CardInside node={node} />}</div>
        )}
      </section>
      {!readOnly && node.lanes.length === 0 && <AddButton box={box} />}
    </>
  )
})

/** The first card of a flow that nothing starts yet. */
function isBlankStart({ first, depth, node }: CardBox): boolean {
  return first && depth === 0 && node.id === NOOP
}

function shownTitle(box: CardBox): string {
  return isBlankStart(box) ? 'When this happens' : titleOf(box.node.method)
}

function noteTitle({ node }: CardBox): string {
  const { comments } = node.method.node.model
  return typeof comments === 'object' && comments ? (comments.title ?? '') : ''
}

function Head({ box, collapsed }: { box: CardBox; collapsed: boolean }) {
  const { document, catalog, readOnly, values, names } = useBuilder()
  const tools = useTools()
  const { node } = box
  const key = keyOf(node.at)
  const card = catalog.get(node.id)
  const title = shownTitle(box)
  const start = box.first && box.depth === 0
  const effect = card && effectOf(card, node.method, (field) => sourceOf(document, { ...node.at, side: 'input', field }).length > 0)
  const run = values?.(node.at)
  const connection = node.method.node.model.config ? names.connections.get(node.method.node.model.config) : undefined
  const kind = start ? 'When this happens' : card ? (card.title === title ? card.category : `${card.category} · ${card.title}`) : cardId(node.method)
  return (
    <header className="builder-head">
      <UnstyledButton
        className="builder-fold nodrag"
        aria-expanded={!collapsed}
        aria-label={`${collapsed ? 'Expand' : 'Collapse'} ${title}`}
        tabIndex={-1}
        onClick={() => tools.collapse([node.at], !collapsed)}
      >
        {collapsed ? <IconChevronRight size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />}
      </UnstyledButton>
      <div className="builder-names">
        {tools.renaming === key ? (
          <Renaming title={title} done={(next) => tools.rename(node.at, next)} leave={() => tools.setRenaming(undefined)} />
        ) : (
          <Text size="sm" fw={650} className="builder-title" dir="auto" title={title} onDoubleClick={() => !readOnly && tools.setRenaming(key)}>
            {title}
          </Text>
        )}
        <Text size="xs" c="dimmed" className="builder-kind">
          {isBlankStart(box) ? 'Nothing starts this flow yet' : kind}
        </Text>
      </div>
      <div className="builder-marks">
        {run && <RunMark state={run.state} durationMs={run.durationMs} />}
        {effect && effect !== 'NONE' && (
          <span title={EFFECTS[effect].about}>
            <State tone={EFFECTS[effect].tone}>{EFFECTS[effect].label}</State>
          </span>
        )}
        {!card && <State tone="bad">Not installed</State>}
      </div>
      <ActionIcon className="nodrag builder-more" variant="subtle" color="gray" size="sm" aria-label={`Actions of ${title}`} aria-haspopup="menu" tabIndex={-1} onClick={(event) => tools.menu(node.at, event.currentTarget)}>
        <IconDots size={16} aria-hidden />
      </ActionIcon>
      {connectorOf(node.method) && <ConnectionMark known={!card || card.connects} name={connection?.name} health={connection && stateOf(connection)} chosen={Boolean(node.method.node.model.config)} />}
    </header>
  )
}

function RunMark({ state, durationMs }: { state?: string; durationMs?: number }) {
  const time = durationMs === undefined ? '' : durationMs < 1000 ? `${durationMs} ms` : `${(durationMs / 1000).toFixed(1)} s`
  if (state === 'failed') return <State tone="bad">Failed {time}</State>
  if (state === 'withheld') return <State tone="attention">Withheld</State>
  if (state === 'running') return <State tone="busy">Running</State>
  if (state === 'done') return <State tone="good">{time || 'Done'}</State>
  return null
}

/** Whom the card calls as: green where that works, red where it does not, or where nothing was chosen. */
function ConnectionMark({ known, name, health, chosen }: { known: boolean; name?: string; health?: { tone: string; word: string }; chosen: boolean }) {
  if (!known) return null
  const good = chosen && (!health || health.tone === 'good' || health.tone === 'still')
  return (
    <Text size="xs" className="builder-connection" c={good ? undefined : 'red'} title={health?.word}>
      {good ? <IconCheck size={13} color="var(--tone-good)" aria-hidden /> : <IconAlertTriangle size={13} aria-hidden />}
      <span dir="auto" className="clipped">
        {chosen ? (name ?? 'A connection that you may not see') : 'No connection'}
      </span>
      {chosen && health && !good && <span className="builder-health">{health.word}</span>}
    </Text>
  )
}

function Renaming({ title, done, leave }: { title: string; done: (title: string) => void; leave: () => void }) {
  const [typed, setTyped] = useState(title)
  const over = useRef(false)
  const finish = () => {
    // Enter takes the field away, which leaves it once more.
    if (over.current) return
    over.current = true
    if (typed.trim() && typed.trim() !== title) done(typed.trim())
    else leave()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Enter') finish()
    else if (event.key === 'Escape') {
      over.current = true
      leave()
    }
  }
  return <TextInput className="nodrag nopan" size="xs" aria-label="Title of the card" autoFocus maxLength={255} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} onKeyDown={onKeyDown} onBlur={finish} onFocus={(event) => event.currentTarget.select()} />
}

function BlankStart() {
  const { readOnly } = useBuilder()
  const tools = useTools()
  if (readOnly) return null
  return (
    <Button className="builder-start" variant="light" leftSection={<IconPlus size={16} aria-hidden />} onClick={tools.chooseEvent}>
      Add event
    </Button>
  )
}

/** In the gap behind a card. */
function AddButton({ box }: { box: CardBox }) {
  const tools = useTools()
  const title = shownTitle(box)
  return (
    <button type="button" className="builder-add nodrag nopan" aria-haspopup="menu" aria-label={`Add a card after ${title}`} tabIndex={-1} onClick={(event) => tools.add(box.next, title, event.currentTarget)}>
      <IconPlus size={16} aria-hidden />
    </button>
  )
}
