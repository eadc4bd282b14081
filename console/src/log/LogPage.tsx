import { Box, Button, Group, NativeSelect, Paper, Stack, Switch, Text, Textarea, TextInput, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { api, askPart, Refused, type Schemas } from '../api/client'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { State, type Tone } from '../shown/Tone'
import { SINCE, sinceOf } from '../time/since'
import { Time } from '../time/Time'
import { shownTime, useZone, type Zone } from '../time/zone'
import { EventDetail } from './EventDetail'
import { narrowed, QUICK } from './filters'
import './log.css'

export type LogEvent = Schemas['LogEvent']

const route = getRouteApi('/system-log')
const USUAL = '24h'

/** A time by itself, as opposed to a span before now. */
const exact = (text: string | undefined): string | undefined => (text && /^\d{4}-/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined)

const spanLabel = (since: string | undefined, until: string | undefined, zone: Zone): string => {
  const from = shownTime(since ?? '', zone)
  if (!until) return `Since ${from}`
  return until === since ? `At ${from}` : `${from} to ${shownTime(until, zone)}`
}

/** The events of the system log: search, filters, a live tail, and each event whole. */
export function LogPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { zone } = useZone()
  const [live, setLive] = useState(false)
  const [q, setQ] = useState(search.q ?? '')
  const [filter, setFilter] = useState(search.filter ?? '')
  useEffect(() => {
    setQ(search.q ?? '')
    setFilter(search.filter ?? '')
  }, [search.q, search.filter])
  const narrow = (more: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...more }), replace: true })

  const events = useInfiniteQuery({
    queryKey: ['log', search.q, search.filter, search.since, search.until],
    queryFn: ({ pageParam }) =>
      askPart<LogEvent>(
        api.GET('/api/v1/logs', {
          params: { query: { q: search.q, filter: search.filter, since: exact(search.since) ?? sinceOf(search.since ?? USUAL), until: exact(search.until), sortOrder: 'DESCENDING', limit: 50, after: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: live ? 2_000 : false,
    maxPages: live ? 1 : undefined,
  })
  const all = events.data?.pages.flatMap((part) => part.items) ?? []
  // What was typed is wrong: said at the field that it was typed into.
  const mistake = events.error instanceof Refused && events.error.status === 400 ? events.error.message : undefined

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    narrow({ q: q.trim() || undefined, filter: filter.trim() || undefined })
    void events.refetch()
  }

  return (
    <Page title="System Log" about="What happened, newest first.">
      <Stack component="form" onSubmit={submit} gap="sm" role="search" aria-label="System log">
        <Group align="flex-end" gap="sm">
          <TextInput
            label="Words"
            placeholder="A login, an address, an event type"
            leftSection={<IconSearch size={16} aria-hidden />}
            className="grows"
            maw={380}
            value={q}
            onChange={(event) => setQ(event.currentTarget.value)}
          />
          <NativeSelect
            label="Published"
            value={search.since ?? USUAL}
            onChange={(event) => narrow({ since: event.currentTarget.value, until: undefined })}
            data={[...(exact(search.since) ? [{ value: search.since ?? '', label: spanLabel(search.since, search.until, zone) }] : []), ...SINCE.filter(({ value }) => value !== '')]}
          />
          <Button type="submit" variant="default">
            Search
          </Button>
          <Switch label="Live" mb={8} checked={live} onChange={(event) => setLive(event.currentTarget.checked)} />
        </Group>
        <Textarea
          label="Filter"
          description="As in the API, for example eventType eq &quot;user.session.start&quot; and actor.alternateId sw &quot;ada&quot;"
          autosize
          minRows={1}
          maxRows={6}
          classNames={{ input: 'mono' }}
          spellCheck={false}
          value={filter}
          error={mistake}
          onChange={(event) => setFilter(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey) {
              event.preventDefault()
              submit()
            }
          }}
        />
        <Group gap="xs" role="group" aria-label="Quick filters">
          {QUICK.map((quick) => {
            const on = search.filter === quick.filter
            return (
              <Button
                key={quick.label}
                type="button"
                size="compact-sm"
                variant={on ? 'filled' : 'default'}
                aria-pressed={on}
                onClick={() => narrow({ filter: on ? undefined : quick.filter })}
              >
                {quick.label}
              </Button>
            )
          })}
        </Group>
      </Stack>
      {events.isPending && <Loading what="the log" rows={10} />}
      {events.isError && !mistake && <Failed error={events.error} retry={() => void events.refetch()} />}
      {events.isSuccess && all.length === 0 && <NoEvents narrowedDown={Boolean(search.q || search.filter)} showAll={() => void navigate({ search: { since: '30d' }, replace: true })} />}
      {all.length > 0 && !mistake && (
        <Paper withBorder>
          <ol className="events" aria-label="Events">
            {all.map((event) => (
              <li key={event.uuid}>
                <Event
                  event={event}
                  open={search.event === event.uuid}
                  toggle={() => narrow({ event: search.event === event.uuid ? undefined : event.uuid })}
                  narrow={(more) => narrow({ filter: narrowed(search.filter, more) })}
                />
              </li>
            ))}
          </ol>
        </Paper>
      )}
      {events.hasNextPage && !live && !mistake && (
        <Group justify="center">
          <Button variant="default" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
            Show earlier events
          </Button>
        </Group>
      )}
    </Page>
  )
}

function NoEvents({ narrowedDown, showAll }: { narrowedDown: boolean; showAll: () => void }) {
  return (
    <Nothing
      title={narrowedDown ? 'No event fits' : 'No events in this time'}
      action={
        <Button variant="default" onClick={showAll}>
          Show all of the last 30 days
        </Button>
      }
    >
      {narrowedDown ? 'Each word must be a word of some value. Look in a longer time, or drop a condition.' : 'Events come from sources, from Keycloak, and from whoever sends them to POST /api/v1/logs.'}
    </Nothing>
  )
}

const OUTCOMES: Record<string, Tone> = { SUCCESS: 'good', ALLOW: 'good', FAILURE: 'bad', DENY: 'bad', CHALLENGE: 'attention', RATE_LIMIT: 'attention' }

function Event({ event, open, toggle, narrow }: { event: LogEvent; open: boolean; toggle: () => void; narrow: (filter: string) => void }) {
  const outcome = event.outcome?.result
  const target = event.target?.find((one) => one?.alternateId || one?.displayName)
  const who = event.actor?.alternateId ?? event.actor?.displayName
  return (
    <>
      <UnstyledButton className="event" onClick={toggle} aria-expanded={open}>
        {open ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
        <span className="event-time">{event.published && <Time at={event.published} />}</span>
        <span className="event-what">
          <Text size="sm" fw={600} className="wrapped" component="span" dir="auto">
            {event.displayMessage ?? event.eventType}
          </Text>
          <Text size="xs" c="dimmed" className="wrapped" component="span" dir="auto">
            {event.eventType}
            {who && ` · ${who}`}
            {target && ` → ${target.displayName ?? target.alternateId}`}
            {event.client?.ipAddress && ` · ${event.client.ipAddress}`}
          </Text>
        </span>
        {outcome && <State tone={OUTCOMES[outcome] ?? 'still'}>{outcome}</State>}
      </UnstyledButton>
      {open && (
        <Box p="md" className="event-whole">
          <EventDetail event={event} narrow={narrow} />
        </Box>
      )}
    </>
  )
}

