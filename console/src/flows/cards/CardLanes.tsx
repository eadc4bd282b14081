import { Box, Group, Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { createContext, useContext, useState, type ReactNode } from 'react'
import { Markdown } from '../../shown/Markdown'
import { PageLink } from '../../shown/links'
import { JsonTree } from '../../shown/JsonTree'
import { isBranch, type Json } from '../../shown/json'
import type { Lane, ShownCard, ShownField, Source } from './lanes'
import './lanes.css'

/** What a page adds to cards: an execution its results, a builder its tools. */
export interface Extra {
  /** Beside the title. */
  mark?: ReactNode
  /** Below the title, while the card is open. Takes the place of its fields. */
  body?: ReactNode
  failed?: boolean
  /** It was not run. */
  idle?: boolean
  /** Open at first. */
  open?: boolean
}

interface Around {
  extra: (card: ShownCard) => Extra
  /** Names of helper flows, connections by their ids. */
  names: Record<string, string | undefined>
  /** Whether cards that an editor made are shown. */
  generated: boolean
  /** What all cards do that nobody folded. */
  open: boolean
}

const AroundContext = createContext<Around>({ extra: () => ({}), names: {}, generated: false, open: false })

/** The cards of a flow, one below the other, with branches and nested flows as lanes inside of them. */
export function Lanes({ lane, label, ...around }: { lane: Lane; label: string } & Partial<Around>) {
  return (
    <AroundContext.Provider value={{ extra: () => ({}), names: {}, generated: false, open: false, ...around }}>
      <Cards cards={lane.cards} label={label} />
    </AroundContext.Provider>
  )
}

function Cards({ cards, label }: { cards: ShownCard[]; label: string }) {
  const { generated } = useContext(AroundContext)
  const shown = cards.filter((card) => generated || !card.hidden)
  if (shown.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No cards
      </Text>
    )
  }
  return (
    <ol className="lane" aria-label={label}>
      {shown.map((card) => (
        <li key={card.path}>
          <Card card={card} />
        </li>
      ))}
    </ol>
  )
}

function Card({ card }: { card: ShownCard }) {
  const around = useContext(AroundContext)
  const extra = around.extra(card)
  const [chosen, setOpen] = useState<boolean>()
  const open = chosen ?? extra.open ?? around.open
  if (card.kind === 'note') return <Note card={card} />
  const connection = card.connection && around.names[card.connection]
  return (
    <section id={`card-${card.path}`} aria-label={card.title} className={`lane-card${extra.failed ? ' lane-failed' : ''}${extra.idle ? ' lane-idle' : ''}`}>
      <UnstyledButton w="100%" onClick={() => setOpen(!open)} aria-expanded={open} className="lane-head">
        {open ? <IconChevronDown size={18} className="lane-fold" aria-hidden /> : <IconChevronRight size={18} className="lane-fold" aria-hidden />}
        <Box className="grows">
          <Text fw={600} size="sm" className="wrapped" dir="auto">
            {card.title}
          </Text>
          <Text size="xs" c="dimmed" className="wrapped">
            {card.kind === 'trigger' ? 'When this happens' : card.card}
            {connection && (
              <>
                , with <span dir="auto">{connection}</span>
              </>
            )}
          </Text>
        </Box>
        {extra.mark}
      </UnstyledButton>
      {open && <Box className="lane-body">{extra.body ?? <Fields card={card} />}</Box>}
      {card.lanes.map((inner, index) => (
        <Box key={index} className="lane-inner">
          <Text size="xs" fw={600} c="dimmed" mb={4}>
            {inner.title}
          </Text>
          <Cards cards={inner.cards} label={`${inner.title}, of ${card.title}`} />
        </Box>
      ))}
    </section>
  )
}

function Note({ card }: { card: ShownCard }) {
  const { title, markdown } = card.note ?? { title: '', markdown: '' }
  if (!title && !markdown) return null
  return (
    <aside className="lane-note" aria-label={title || 'Note'}>
      {title && (
        <Text size="sm" fw={600} className="wrapped" dir="auto">
          {title}
        </Text>
      )}
      <Markdown text={markdown} />
    </aside>
  )
}

/** What a card takes and gives, and where each value comes from. */
export function Fields({ card }: { card: ShownCard }) {
  const inputs = card.inputs.filter((field) => field.required || field.value.kind !== 'nothing')
  const blank = card.inputs.length - inputs.length
  return (
    <>
      {card.onError && (
        <Text size="sm" mb="xs">
          When it fails, it {card.onError}.
        </Text>
      )}
      <Helpers card={card} />
      {inputs.length > 0 && (
        <dl className="fields">
          {inputs.map((field) => (
            <div key={field.id}>
              <dt>
                {field.group && field.group !== 'context' ? `${field.group} / ${field.label}` : field.label}
                <span className="field-type"> {field.type}</span>
              </dt>
              <dd>
                <Value field={field} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {blank > 0 && (
        <Text size="xs" c="dimmed">
          {blank === 1 ? 'One further input is blank.' : `${blank} further inputs are blank.`}
        </Text>
      )}
      {card.outputs.length > 0 && (
        <Text size="xs" c="dimmed" className="wrapped" mt={6}>
          {card.kind === 'trigger' ? 'Starts with: ' : 'Gives: '}
          {card.outputs.map((field) => field.label).join(', ')}
        </Text>
      )}
      {inputs.length + blank + card.outputs.length === 0 && (
        <Text size="sm" c="dimmed">
          Takes and gives nothing.
        </Text>
      )}
    </>
  )
}

/** The flows that a card calls, as links. */
export function Helpers({ card }: { card: ShownCard }) {
  const { names } = useContext(AroundContext)
  if (card.helpers.length === 0) return null
  return (
    <Group gap="xs" mb="xs">
      <Text size="sm">Calls</Text>
      {card.helpers.map((id) => (
        <FlowName key={id} id={id} name={names[id]} />
      ))}
    </Group>
  )
}

function FlowName({ id, name }: { id: string; name?: string }) {
  if (name === undefined)
    return (
      <Text size="sm" c="dimmed">
        a flow that is not here
      </Text>
    )
  return (
    <PageLink to="/flows/$flowId" params={{ flowId: id }} className="wrapped" dir="auto">
      {name}
    </PageLink>
  )
}

function Value({ field }: { field: ShownField }) {
  const { names } = useContext(AroundContext)
  const { value } = field
  switch (value.kind) {
    case 'nothing':
      return <span className="field-blank">{field.required ? 'Blank, but required' : 'Blank'}</span>
    case 'flow':
      return <FlowName id={value.id} name={names[value.id]} />
    case 'from':
      return (
        <>
          {value.sources.map((source, index) => (
            <div key={index}>
              <From source={source} />
            </div>
          ))}
        </>
      )
    case 'constant':
      return isBranch(value.value as Json) ? <JsonTree value={value.value as Json} label={field.label} depth={1} /> : <span dir="auto">{String(value.value)}</span>
  }
}

function From({ source }: { source: Source }) {
  return (
    <span className="wrapped">
      from <b dir="auto">{source.title}</b>
      {source.output.length > 0 && (
        <>
          {' › '}
          <span dir="auto">{source.output.join(' › ')}</span>
        </>
      )}
      {source.converted && <span className="field-type"> converted</span>}
    </span>
  )
}
