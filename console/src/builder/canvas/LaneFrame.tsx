import { Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconPlus } from '@tabler/icons-react'
import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { titleOf } from '../../flows/cards/document'
import { useBuilder } from '../page/builder'
import type { FrameFlowNode, LaneFlowNode, LineFlowNode } from './nodes'
import { useTools } from './tools'

/** Around a card and its lanes. */
export const HolderFrame = memo(function HolderFrame({ data: { box } }: NodeProps<FrameFlowNode>) {
  const { readOnly } = useBuilder()
  const tools = useTools()
  const title = titleOf(box.node.method)
  return (
    <div className="builder-frame">
      {!readOnly && (
        <button type="button" className="builder-add nodrag nopan" aria-haspopup="menu" aria-label={`Add a card after ${title}`} tabIndex={-1} onClick={(event) => tools.add(box.next, title, event.currentTarget)}>
          <IconPlus size={16} aria-hidden />
        </button>
      )}
    </div>
  )
})

/** One way of a card: its title, by which it is folded, and a place for its first card. */
export const LaneFrame = memo(function LaneFrame({ data: { box } }: NodeProps<LaneFlowNode>) {
  const { readOnly } = useBuilder()
  const tools = useTools()
  const { lane, of, folded, count } = box
  const name = `${lane.title}, of ${titleOf(of.method)}`
  // A nested flow begins at a card of its own, behind which one adds.
  const begins = lane.cards.some((node) => !node.hidden && node.at.card === lane.start)
  return (
    <div className="builder-lane" role="group" aria-label={name}>
      <UnstyledButton className="builder-lane-head nodrag nopan" aria-expanded={!folded} onClick={() => tools.fold(box.key)}>
        {folded ? <IconChevronRight size={15} aria-hidden /> : <IconChevronDown size={15} aria-hidden />}
        <Text size="xs" fw={650}>
          {lane.title}
        </Text>
        <Text size="xs" c="dimmed">
          {count === 0 ? 'no cards' : count === 1 ? '1 card' : `${count} cards`}
        </Text>
      </UnstyledButton>
      {!folded && !begins && !readOnly && (
        <button type="button" className="builder-add builder-add-first nodrag nopan" aria-haspopup="menu" aria-label={`Add a card at the beginning of ${name}`} tabIndex={-1} onClick={(event) => tools.add(box.start, name, event.currentTarget)}>
          <IconPlus size={16} aria-hidden />
        </button>
      )}
    </div>
  )
})

export const SequenceLine = memo(function SequenceLine({ data }: NodeProps<LineFlowNode>) {
  return <div className="builder-line" style={{ width: data.width }} />
})
