import { ActionIcon, Tooltip } from '@mantine/core'
import { IconCalendarClock, IconCode, IconHelp, IconPlayerPlay, IconSettings, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useMay } from '../../session/session'
import type { CardNode } from '../document'
import { useBuilder, type Card } from '../page/builder'
import { approvalOf } from './approval'
import { CardHelp } from './CardHelp'
import { CardOptions } from './CardOptions'
import { saidOf } from './policy'

/** The buttons at the bottom of a card. */
export function ToolRow({ node, card }: { node: CardNode; card: Card | undefined }) {
  const { open } = useBuilder()
  const mayRun = useMay('run_flows')
  const [shown, setShown] = useState<'help' | 'options'>()
  const { at, method } = node
  const starts = Boolean(card?.starts)
  const said = saidOf(method.node.model.policy?.error)
  const setting = (key: string) => card?.settings.some((field) => field.key === key)
  const title = method.node.data?.name || card?.title || node.id
  const close = () => setShown(undefined)
  return (
    <>
      <div className="tool-row" role="group" aria-label={`Tools of ${title}`}>
        <Tool label={`Help on ${title}`} press={() => setShown('help')}>
          <IconHelp size={16} aria-hidden />
        </Tool>
        {mayRun && !starts && node.lanes.length === 0 && card && (
          <Tool label={`Test ${title}`} press={() => open('test', at)}>
            <IconPlayerPlay size={16} aria-hidden />
          </Tool>
        )}
        {!starts && (
          <Tool label={said ? `Options of ${title}: on failure ${said}` : `Options of ${title}`} marked={said !== undefined} press={() => setShown('options')}>
            <IconSettings size={16} aria-hidden />
          </Tool>
        )}
        {setting('flow.security_level') && (
          <Tool label="API Endpoint settings" press={() => open('endpoint', at)}>
            <IconCode size={16} aria-hidden />
          </Tool>
        )}
        {setting('flow.cron') && at.flow === '' && (
          <Tool label="Schedule" press={() => open('schedule', at)}>
            <IconCalendarClock size={16} aria-hidden />
          </Tool>
        )}
        {approvalOf(method.node.model) && (
          <Tooltip label="Somebody must approve before it acts" withArrow withinPortal>
            <IconShieldCheck size={16} role="img" aria-label="Somebody must approve before it acts" style={{ alignSelf: 'center' }} />
          </Tooltip>
        )}
      </div>
      {shown === 'help' && <CardHelp card={card} id={node.id} close={close} />}
      {shown === 'options' && <CardOptions at={at} card={card} method={method} close={close} />}
    </>
  )
}

function Tool({ label, marked = false, press, children }: { label: string; marked?: boolean; press: () => void; children: React.ReactNode }) {
  return (
    <Tooltip label={label} withArrow withinPortal openDelay={400}>
      <ActionIcon variant={marked ? 'light' : 'subtle'} color={marked ? 'blue' : 'gray'} size={24} aria-label={label} onClick={press}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
