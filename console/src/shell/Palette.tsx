import { Badge, Box, Group, Modal, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useContext, useId, useMemo, useState, type KeyboardEvent } from 'react'
import { api, ask } from '../api/client'
import { SessionContext, useMay } from '../session/session'
import { sourcesQuery } from '../home/activity'
import { choices, type Choice } from './choices'
import { PLACES } from './pages'

/** How many of each kind are shown. */
const MOST = 6

/** Goes anywhere by typing: pages, flows, hooks, executions, event types, sources. */
export function Palette({ close }: { close: () => void }) {
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 150)
  const [at, setAt] = useState(0)
  const list = useId()
  const router = useRouter()
  const permissions = useContext(SessionContext).permissions
  const places = useMemo(
    () => PLACES.filter(({ path, needs }) => path in router.routesByPath && (!needs || permissions?.includes(needs))),
    [router, permissions],
  )
  const mayReadHooks = useMay('read_hooks')
  const mayReadFlows = useMay('read_flows')
  const mayReadExecutions = useMay('read_executions')
  const mayConnect = useMay('manage_connections')
  const sources = useQuery({ ...sourcesQuery, enabled: mayConnect })

  const hooks = useQuery({ queryKey: ['hooks'], queryFn: () => ask(api.GET('/api/v1/eventHooks')), enabled: mayReadHooks })
  const flows = useQuery({
    queryKey: ['flows', 'palette', q],
    queryFn: () => ask(api.GET('/api/hookline/v1/flows', { params: { query: { q: q || undefined, limit: 20 } } })),
    enabled: mayReadFlows,
  })
  const executions = useQuery({
    queryKey: ['executions', 'palette'],
    queryFn: () => ask(api.GET('/api/hookline/v1/executions', { params: { query: { limit: 50 } } })),
    enabled: mayReadExecutions,
  })
  const types = useQuery({
    queryKey: ['eventTypes', q],
    queryFn: () => ask(api.GET('/api/hookline/v1/eventTypes', { params: { query: { q } } })),
    enabled: q.length > 1,
  })

  const found = useMemo(
    () => choices(typed, { hooks: hooks.data ?? [], flows: flows.data ?? [], executions: executions.data ?? [], types: (q.length > 1 && types.data) || [], sources: sources.data ?? [] }, MOST, places),
    [typed, q, hooks.data, flows.data, executions.data, types.data, sources.data, places],
  )
  const chosen = Math.min(at, found.length - 1)

  const go = (choice: Choice) => {
    close()
    void navigate(choice.go)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
    const step = steps[event.key]
    const choice = found[chosen]
    if (step && found.length > 0) {
      event.preventDefault()
      const next = (chosen + step + found.length) % found.length
      setAt(next)
      document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter' && choice) {
      event.preventDefault()
      go(choice)
    }
  }

  return (
    <Modal opened onClose={close} title="Search" closeButtonProps={{ 'aria-label': 'Close' }} size="lg" yOffset="10vh">
      <TextInput
        role="combobox"
        aria-label="Search pages, flows, hooks, executions, event types and sources"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${chosen}` : undefined}
        placeholder="Pages, flows, hooks, executions, event types, sources"
        leftSection={<IconSearch size={16} aria-hidden />}
        data-autofocus
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <Box id={list} role="listbox" aria-label="Found" mt="sm" mah="55vh" className="palette">
        {found.map((choice, index) => (
          <div
            key={choice.key}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className="choice"
            onMouseMove={() => setAt(index)}
            onClick={() => go(choice)}
          >
            <Group justify="space-between" wrap="nowrap">
              <Box className="grows">
                <Text size="sm" className="clipped" dir="auto">
                  {choice.label}
                </Text>
                {choice.about && (
                  <Text size="xs" c="dimmed" className="clipped">
                    {choice.about}
                  </Text>
                )}
              </Box>
              <Badge variant="default" tt="none" fw={500}>
                {choice.kind}
              </Badge>
            </Group>
          </div>
        ))}
      </Box>
      <Text size="sm" c="dimmed" ta="center" role="status" py={found.length === 0 ? 'md' : 0}>
        {found.length === 0 ? `Nothing is called “${typed.trim()}”.` : ''}
      </Text>
    </Modal>
  )
}
