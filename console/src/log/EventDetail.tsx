import { ActionIcon, Box, Group, Stack, Text, Title, Tooltip } from '@mantine/core'
import { IconFilterPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { hooksQuery } from '../eventhooks/hooks'
import { ExecutionStatusMark } from '../executions/ExecutionStatusMark'
import { useMay } from '../session/session'
import { Copy } from '../shown/Copy'
import type { Json } from '../shown/json'
import { JsonTree } from '../shown/JsonTree'
import { filterOf } from './filters'
import type { LogEvent } from './LogPage'
import { PageLink } from '../shown/links'

/** One event: its JSON, each field as a filter, and what happened to it. */
export function EventDetail({ event, narrow }: { event: LogEvent; narrow: (filter: string) => void }) {
  return (
    <div className="event-parts">
      <Box className="grows">
        <Title order={2} size="h6" mb="xs">
          The event
        </Title>
        <JsonTree
          value={event as unknown as Json}
          label="the event"
          search
          depth={1}
          actions={(steps, value) => {
            const filter = filterOf(steps, value)
            if (!filter) return null
            return (
              <>
                <Copy text={filter} label={`Copy as filter: ${filter}`} />
                <Tooltip label="Narrow the list to this" withArrow events={{ hover: true, focus: true, touch: false }}>
                  <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Narrow the list to ${filter}`} onClick={() => narrow(filter)}>
                    <IconFilterPlus size={14} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              </>
            )
          }}
        />
      </Box>
      <Box className="grows">
        <Title order={2} size="h6" mb="xs">
          What happened to it
        </Title>
        <Consequences event={event} />
      </Box>
    </div>
  )
}

function Consequences({ event }: { event: LogEvent }) {
  const mayReadHooks = useMay('read_hooks')
  const mayReadExecutions = useMay('read_executions')
  const uuid = event.uuid ?? ''
  const hooks = useQuery({ ...hooksQuery, enabled: mayReadHooks })
  const wanting = (hooks.data ?? []).filter((hook) => event.eventType && hook.events.items.includes(event.eventType))
  const executions = useQuery({
    queryKey: ['executions', 'mention', uuid],
    queryFn: () => ask(api.GET('/api/hookline/v1/executions', { params: { query: { q: uuid, since: event.published ?? undefined, limit: 10 } } })),
    enabled: mayReadExecutions && uuid !== '',
  })
  return (
    <Stack gap="sm">
      {mayReadHooks && hooks.isSuccess && wanting.length === 0 && (
        <Text size="sm" c="dimmed">
          No event hook asks for {event.eventType}.
        </Text>
      )}
      {wanting.map((hook) => {
        return (
          <Box key={hook.id}>
            <PageLink to="/event-hooks/$hookId" params={{ hookId: hook.id }} className="wrapped" dir="auto">
              {hook.name}
            </PageLink>
            <Text size="sm" c="dimmed">
              {hook.events.filter ? 'Gets it when its filter passes it.' : 'Gets it.'}
            </Text>
          </Box>
        )
      })}
      {executions.data && executions.data.length > 0 && (
        <Box>
          <Text size="sm" fw={600}>
            Executions whose saved values name it
          </Text>
          {executions.data.map((execution) => (
            <Group key={execution.id} gap={6} mt={4}>
              <ExecutionStatusMark status={execution.status} />
              <PageLink to="/executions/$executionId" params={{ executionId: execution.id }} className="wrapped" dir="auto">
                {execution.flow.name}
              </PageLink>
            </Group>
          ))}
        </Box>
      )}
    </Stack>
  )
}
