import { Box, Button, Group, Paper, Select, Stack, Switch, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { useMay } from '../session/session'
import { Copy } from '../shown/Copy'
import { ButtonLink, PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { State } from '../shown/Tone'
import '../shown/chart.css'
import { groupsOf, inGroup, ordered, type Counted } from './types'

const route = getRouteApi('/event-types')

/** So many are shown at a time. */
const STEP = 100

/** Every event type that the server knows: what it means, whether hooks of the original may have it, how often it came. */
export function EventTypePage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [typed, setTyped] = useState(search.q ?? '')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const [most, setMost] = useState(STEP)
  const mayReadLog = useMay('read_log')
  const types = useQuery({
    queryKey: ['eventTypes', q],
    queryFn: () => ask(api.GET('/api/hookline/v1/eventTypes', { params: { query: { q } } })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  const counts = useQuery({
    queryKey: ['eventTypeCounts'],
    queryFn: () => ask(api.GET('/api/hookline/v1/eventTypeCounts', { params: { query: { hours: 168 } } })),
    enabled: mayReadLog,
    refetchInterval: 60_000,
  })
  const narrow = (more: Partial<typeof search>) => {
    setMost(STEP)
    void navigate({ search: (before) => ({ ...before, ...more }), replace: true })
  }
  const all = types.data ?? []
  const found = ordered(all, counts.data ?? [], Boolean(q)).filter((type) => inGroup(type, search.group) && (search.eligible !== 'true' || type.eligible) && (search.seen !== 'true' || type.count > 0))
  return (
    <Page title="Event Types" about="What can happen, and what event hooks can ask for.">
      <Group align="flex-end" gap="sm" role="search" aria-label="Event types">
        <TextInput
          label="Search event types"
          placeholder="For example phishing, factor, identity provider"
          leftSection={<IconSearch size={16} aria-hidden />}
          className="grows"
          maw={420}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setMost(STEP)
          }}
        />
        <Select
          label="Group"
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'All groups' }}
          placeholder="All"
          value={search.group ?? null}
          onChange={(group) => narrow({ group: group ?? undefined })}
          data={groupsOf(all)}
        />
      </Group>
      <Group gap="lg">
        <Switch label="Eligible for event hooks in the original" checked={search.eligible === 'true'} onChange={(event) => narrow({ eligible: event.currentTarget.checked ? 'true' : undefined })} />
        {mayReadLog && <Switch label="Seen in the last 7 days" checked={search.seen === 'true'} onChange={(event) => narrow({ seen: event.currentTarget.checked ? 'true' : undefined })} />}
      </Group>
      {types.isPending && <Loading what="the event types" />}
      {types.isError && <Failed error={types.error} retry={() => void types.refetch()} />}
      {counts.isError && <Failed error={counts.error} retry={() => void counts.refetch()} />}
      {types.isSuccess && (
        <Text size="sm" c="dimmed" role="status">
          {found.length === 1 ? '1 event type' : `${found.length.toLocaleString()} event types`}
        </Text>
      )}
      {types.isSuccess && found.length === 0 && (
        <Nothing title="No event type fits">Search by other words, or drop a condition. Sources may send types that the catalog does not know; register yours through the API, and they are listed here.</Nothing>
      )}
      {found.length > 0 && (
        <Paper withBorder>
          <ul className="rows" aria-label="Event types">
            {found.slice(0, most).map((type) => (
              <li key={type.id}>
                <Row type={type} counted={counts.isSuccess} />
              </li>
            ))}
          </ul>
        </Paper>
      )}
      {found.length > most && (
        <Group justify="center">
          <Button variant="default" onClick={() => setMost(most + STEP)}>
            Show more event types
          </Button>
        </Group>
      )}
    </Page>
  )
}

function Row({ type, counted }: { type: Counted; counted: boolean }) {
  const mayManage = useMay('manage_hooks')
  const mayReadLog = useMay('read_log')
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <Box className="grows">
        <Group gap={8}>
          <Title order={2} size="h6" className="wrapped" dir="auto">
            {type.title}
          </Title>
          {type.eligible ? <State tone="good">Hook-eligible</State> : <State tone="still">Not eligible in the original</State>}
          {type.registered && <State tone="busy">Registered here</State>}
        </Group>
        <Text size="sm" className="mono" component="div">
          {type.id} <Copy text={type.id} label={`Copy ${type.id}`} />
        </Text>
        {type.description && (
          <Text size="sm" c="dimmed" className="wrapped" dir="auto">
            {type.description}
          </Text>
        )}
      </Box>
      <Stack gap={4} align="flex-end">
        {counted && (
          <Text size="sm" c={type.count > 0 ? undefined : 'dimmed'}>
            {type.count > 0 ? `${type.count.toLocaleString()} in the last 7 days` : 'Not seen in the last 7 days'}
          </Text>
        )}
        <Group gap="sm">
          {mayReadLog && (
            <PageLink to="/system-log" search={{ filter: `eventType eq "${type.id}"`, since: '7d' }} aria-label={`Events of the type ${type.id}`}>
              Events
            </PageLink>
          )}
          {mayManage && (
            <ButtonLink to="/event-hooks/new" search={{ type: type.id }} size="compact-sm" variant="default" aria-label={`Hook for this type: ${type.id}`}>
              Hook for this type
            </ButtonLink>
          )}
        </Group>
      </Stack>
    </Group>
  )
}
