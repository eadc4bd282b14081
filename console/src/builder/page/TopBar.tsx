import { ActionIcon, Button, Group, Menu, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconArrowBackUp, IconArrowForwardUp, IconDeviceFloppy, IconDots, IconFocusCentered, IconKeyboard, IconMap, IconPlayerPlay, IconSearch, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { PageLink } from '../../shown/links'
import type { Problem } from '../document'
import { useBuilder } from './builder'
import { FlowState } from './FlowState'

const ICON = { size: 18, stroke: 1.7, 'aria-hidden': true } as const

export interface Bar {
  name: string
  folder?: { id: string; name: string }
  changed: boolean
  saving: boolean
  /** What undo and redo would take back and bring back. */
  undoes?: string
  redoes?: string
  save: () => void
  undo: () => void
  redo: () => void
  find: () => void
  run?: () => void
  rename: () => void
  zoom: (to: 'in' | 'out' | 'fit') => void
  minimap: boolean
  setMinimap: (shown: boolean) => void
  collapseAll: (collapsed: boolean) => void
  help: () => void
  /** How flows call each other; missing before the first save. */
  chart?: () => void
  /** Of others: the schedule, the endpoint, the chart. */
  more?: ReactNode
  /** When the draft was kept last. */
  kept?: ReactNode
}

/** What is done with the flow as a whole. */
export function TopBar(bar: Bar) {
  const { flow, readOnly, problems } = useBuilder()
  return (
    <header className="builder-bar" aria-label="The flow">
      <div className="builder-name">
        <Text size="xs" c="dimmed" className="clipped">
          <PageLink to="/flows" search={bar.folder ? { folder: bar.folder.id } : {}} size="xs" dir="auto">
            {bar.folder?.name ?? 'Workflows Console'}
          </PageLink>
          {flow && (
            <>
              {' / '}
              <PageLink to="/flows/$flowId" params={{ flowId: flow.id }} size="xs">
                Page of the flow
              </PageLink>
            </>
          )}
        </Text>
        <Group gap={6} wrap="nowrap">
          {readOnly ? (
            <Text component="h1" size="md" fw={650} className="clipped" dir="auto">
              {bar.name}
            </Text>
          ) : (
            <h1 className="builder-h1">
              <UnstyledButton className="builder-rename" onClick={bar.rename} title="Name, folder and description">
                <Text span size="md" fw={650} className="clipped" dir="auto">
                  {bar.name}
                </Text>
              </UnstyledButton>
            </h1>
          )}
          <Text span size="xs" c="dimmed" role="status" style={{ whiteSpace: 'nowrap' }}>
            {bar.saving ? 'Saving…' : bar.changed ? (bar.kept ?? 'Not saved yet') : flow ? `Version ${flow.version}` : ''}
          </Text>
        </Group>
      </div>
      <Group gap={4} wrap="nowrap" className="builder-tools">
        {flow && <FlowState flow={flow} changed={bar.changed} />}
        {!readOnly && (
          <>
            <Tool label={bar.undoes ? `Undo: ${bar.undoes}` : 'Undo'} keys="Ctrl Z" act={bar.undo} disabled={!bar.undoes} icon={<IconArrowBackUp {...ICON} />} />
            <Tool label={bar.redoes ? `Redo: ${bar.redoes}` : 'Redo'} keys="Ctrl Y" act={bar.redo} disabled={!bar.redoes} icon={<IconArrowForwardUp {...ICON} />} />
          </>
        )}
        <Problems problems={problems} />
        <Tool label="Find in the flow" keys="Ctrl F" act={bar.find} icon={<IconSearch {...ICON} />} />
        <span className="builder-zooms">
          <Tool label="Zoom out" keys="−" act={() => bar.zoom('out')} icon={<IconZoomOut {...ICON} />} />
          <Tool label="Zoom in" keys="+" act={() => bar.zoom('in')} icon={<IconZoomIn {...ICON} />} />
          <Tool label="Show the whole flow" keys="0" act={() => bar.zoom('fit')} icon={<IconFocusCentered {...ICON} />} />
        </span>
        {bar.more}
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="default" size={30} aria-label="More of the builder">
              <IconDots {...ICON} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => bar.collapseAll(true)}>Collapse all cards</Menu.Item>
            <Menu.Item onClick={() => bar.collapseAll(false)}>Expand all cards</Menu.Item>
            <Menu.Item leftSection={<IconMap size={16} aria-hidden />} onClick={() => bar.setMinimap(!bar.minimap)}>
              {bar.minimap ? 'Hide the map' : 'Show the map'}
            </Menu.Item>
            {bar.chart && <Menu.Item onClick={bar.chart}>Chart</Menu.Item>}
            <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={bar.help}>
              Keys
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {bar.run && (
          <Button size="xs" variant="default" leftSection={<IconPlayerPlay size={15} aria-hidden />} onClick={bar.run} aria-keyshortcuts="Control+Enter">
            Run
          </Button>
        )}
        {!readOnly && (
          <Button size="xs" leftSection={<IconDeviceFloppy size={16} aria-hidden />} loading={bar.saving} disabled={!bar.changed && Boolean(flow)} onClick={bar.save} aria-keyshortcuts="Control+S">
            Save
          </Button>
        )}
      </Group>
    </header>
  )
}

function Tool({ label, keys, act, disabled, icon }: { label: string; keys: string; act: () => void; disabled?: boolean; icon: ReactNode }) {
  return (
    <Tooltip label={`${label} (${keys})`} withArrow openDelay={400}>
      <ActionIcon variant="subtle" color="gray" size={30} aria-label={label} aria-disabled={disabled || undefined} style={disabled ? { opacity: 0.4, cursor: 'default' } : undefined} onClick={() => !disabled && act()}>
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}

const MOST_PROBLEMS = 40

function Problems({ problems }: { problems: readonly Problem[] }) {
  const { jump, select } = useBuilder()
  if (problems.length === 0) return null
  return (
    <Menu position="bottom" withinPortal width={360}>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconAlertTriangle size={15} color="var(--tone-attention)" aria-hidden />} aria-label={`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`}>
          {problems.length}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="60vh" style={{ overflowY: 'auto' }}>
        {problems.slice(0, MOST_PROBLEMS).map((problem, index) => (
          <Menu.Item
            key={index}
            onClick={() => {
              select(problem.at)
              jump(problem.at)
            }}
          >
            <span className="wrapped">{problem.text}</span>
          </Menu.Item>
        ))}
        {problems.length > MOST_PROBLEMS && <Menu.Label>{`and ${problems.length - MOST_PROBLEMS} more`}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  )
}
