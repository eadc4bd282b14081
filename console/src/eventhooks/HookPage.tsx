import { Alert, Anchor, Box, Button, Code, Group, NativeSelect, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { api, askPart, type Schemas } from '../api/client'
import { Copy } from '../shown/Copy'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { State, type Tone } from '../shown/Tone'
import { span } from '../time/zone'
import { Time } from '../time/Time'
import { DeliveryDetail } from './DeliveryDetail'
import { HookActions } from './HookActions'
import { HookCharts } from './HookCharts'
import { deliveryStateQuery, hookQuery, lagOf, stateOf, successOf, withoutToken, type DeliveryState, type EventHook } from './hooks'
import { HookStateMark } from './HookStateMark'
import { SendAgain } from './SendAgain'
import '../shown/facts.css'

const route = getRouteApi('/event-hooks/$hookId')

type Delivery = Schemas['Delivery']
type Status = Schemas['DeliveryStatus']

/** One hook: how it stands, what it asks for, and its deliveries. */
export function HookPage() {
  const { hookId } = route.useParams()
  const hook = useQuery(hookQuery(hookId))
  const state = useQuery(deliveryStateQuery(hookId))
  return (
    <Page
      title={hook.data?.name ?? 'Event hook'}
      about={
        <>
          <PageLink to="/event-hooks">
            Event Hooks
          </PageLink>
          {hook.data?.description && <Text className="wrapped">{hook.data.description}</Text>}
        </>
      }
      actions={hook.data && <HookActions hook={hook.data} state={state.data} />}
    >
      {hook.isPending && <Loading what="the event hook" />}
      {hook.isError && <Failed error={hook.error} retry={() => void hook.refetch()} />}
      {hook.data && (
        <>
          <Standing hook={hook.data} state={state.data} />
          <HookCharts hookId={hookId} />
          <Asks hook={hook.data} />
          <Deliveries hookId={hookId} />
        </>
      )}
    </Page>
  )
}

function Standing({ hook, state }: { hook: EventHook; state?: DeliveryState }) {
  const lag = state && lagOf(state)
  const word = stateOf(hook, state)
  return (
    <>
      {hook.health.status !== 'ok' && hook.health.reason && (
        <Alert color={word === 'Inactive' || word === 'Paused' ? 'gray' : 'orange'} variant="light" title={hook.health.status.charAt(0).toUpperCase() + hook.health.status.slice(1)}>
          <Text size="sm" className="wrapped">
            {hook.health.reason}
          </Text>
        </Alert>
      )}
      {hook.notes.map((note) => (
        <Alert key={note.event + note.message} color="blue" variant="light" title={note.event}>
          <Text size="sm" className="wrapped">
            {note.message}
          </Text>
        </Alert>
      ))}
      <Paper withBorder p="md" component="section" aria-label="How it stands">
        <dl className="facts">
          <div>
            <dt>State</dt>
            <dd>
              <HookStateMark hook={hook} state={state} />
            </dd>
          </div>
          <div>
            <dt>Behind the log by</dt>
            <dd>{state ? (lag ? `${lag.events}, ${span(lag.seconds * 1000)}` : 'Nothing') : '…'}</dd>
          </div>
          <div>
            <dt>Success of the last 5 minutes</dt>
            <dd>{state ? (successOf(state) ?? 'No attempts') : '…'}</dd>
          </div>
          <div>
            <dt>Since the server started</dt>
            <dd>
              {state ? `${state.sinceStart.delivered.toLocaleString()} delivered, ${state.sinceStart.failedAttempts.toLocaleString()} failed attempts, ${state.sinceStart.setAside.toLocaleString()} set aside` : '…'}
            </dd>
          </div>
          {state?.nextAttemptAt && (
            <div>
              <dt>Tries again</dt>
              <dd>
                <Time at={state.nextAttemptAt} />
              </dd>
            </div>
          )}
          {state?.lastError?.reason && (
            <div>
              <dt>Last error</dt>
              <dd>
                {state.lastError.at && <Time at={state.lastError.at} />}: {state.lastError.reason}
              </dd>
            </div>
          )}
          {state?.lastFilterError && (
            <div>
              <dt>Filter errors</dt>
              <dd>
                {state.filterErrors.toLocaleString()} events could not be evaluated and were not delivered. The last one: {state.lastFilterError}
              </dd>
            </div>
          )}
          {state?.lost && (
            <div>
              <dt>Lost to the disk limit</dt>
              <dd>
                {state.lost.count.toLocaleString()} events, <Time at={state.lost.from} /> to <Time at={state.lost.to} />
              </dd>
            </div>
          )}
        </dl>
      </Paper>
    </>
  )
}

function Asks({ hook }: { hook: EventHook }) {
  const conditions = hook.events.filter?.eventFilterMap ?? []
  return (
    <Paper withBorder p="md" component="section" aria-label="Where and what">
      <dl className="facts facts-wide">
        <div>
          <dt>Endpoint URL</dt>
          <dd>
            <span className="mono">{withoutToken(hook.channel.config.uri)}</span> <Copy text={hook.channel.config.uri} label="Copy the endpoint URL" />
          </dd>
        </div>
        {hook.channel.config.authScheme && (
          <div>
            <dt>Authentication field</dt>
            <dd>
              <span className="mono">{hook.channel.config.authScheme.key}</span>, with a secret that is never shown
            </dd>
          </div>
        )}
        {(hook.channel.config.headers ?? []).length > 0 && (
          <div>
            <dt>Custom headers</dt>
            <dd>
              <ul className="types">
                {(hook.channel.config.headers ?? []).map(({ key, value }) => (
                  <li key={key} className="mono">
                    {key}: {value}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
        <div>
          <dt>Event types</dt>
          <dd>
            <ul className="types">
              {hook.events.items.map((type) => {
                const condition = conditions.find((one) => one.event === type)
                return (
                  <li key={type}>
                    <span className="mono">{type}</span>
                    {condition && <Code block>{condition.condition.expression}</Code>}
                  </li>
                )
              })}
            </ul>
          </dd>
        </div>
      </dl>
    </Paper>
  )
}

const STATUSES: Record<Status, { label: string; tone: Tone }> = {
  PENDING: { label: 'Sending', tone: 'busy' },
  RETRYING: { label: 'Retrying', tone: 'attention' },
  DELIVERED: { label: 'Delivered', tone: 'good' },
  FAILED: { label: 'Failed', tone: 'bad' },
  SPLIT: { label: 'Split', tone: 'still' },
}

function Deliveries({ hookId }: { hookId: string }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const deliveries = useInfiniteQuery({
    queryKey: ['hooks', hookId, 'deliveries', search.status],
    queryFn: ({ pageParam }) =>
      askPart(
        api.GET('/api/hookline/v1/eventHooks/{eventHookId}/deliveries', {
          params: { path: { eventHookId: hookId }, query: { status: search.status as Status | undefined, limit: 25, after: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    refetchInterval: (query) => (query.state.data && query.state.data.pages.length > 1 ? false : 5_000),
  })
  const all = deliveries.data?.pages.flatMap((part) => part.items) ?? []
  return (
    <Stack gap="sm" component="section" aria-label="Deliveries">
      <Group justify="space-between" align="flex-end">
        <Title order={2} size="h4">
          Deliveries
        </Title>
        <NativeSelect
          size="xs"
          label="Status"
          value={search.status ?? ''}
          onChange={(event) => void navigate({ search: { status: event.currentTarget.value || undefined }, replace: true })}
          data={[{ value: '', label: 'Any' }, ...Object.entries(STATUSES).map(([value, { label }]) => ({ value, label }))]}
        />
      </Group>
      <SendAgain hookId={hookId} />
      {deliveries.isPending && <Loading what="the deliveries" />}
      {deliveries.isError && <Failed error={deliveries.error} retry={() => void deliveries.refetch()} />}
      {deliveries.isSuccess && all.length === 0 && (
        <Nothing title={search.status ? 'No delivery has this status' : 'Nothing has been delivered yet'}>
          {search.status ? undefined : 'A delivery appears here as soon as an event comes that the hook asks for.'}
        </Nothing>
      )}
      {all.length > 0 && (
        <Table.ScrollContainer minWidth={640}>
          <Table aria-label="Deliveries" verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Time of the event</Table.Th>
                <Table.Th scope="col">Status</Table.Th>
                <Table.Th scope="col">Events</Table.Th>
                <Table.Th scope="col">Answer</Table.Th>
                <Table.Th scope="col">Attempts</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map((delivery) => (
                <Row
                  key={delivery.id}
                  delivery={delivery}
                  open={search.delivery === delivery.id}
                  toggle={() => void navigate({ search: (before) => ({ ...before, delivery: before.delivery === delivery.id ? undefined : delivery.id }), replace: true })}
                />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {deliveries.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={deliveries.isFetchingNextPage} onClick={() => void deliveries.fetchNextPage()}>
            Show earlier deliveries
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function Row({ delivery, open, toggle }: { delivery: Delivery; open: boolean; toggle: () => void }) {
  const { label, tone } = STATUSES[delivery.status]
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <Anchor component="button" type="button" onClick={toggle} aria-expanded={open} size="sm">
            <Time at={delivery.eventTime} />
          </Anchor>
        </Table.Td>
        <Table.Td>
          <State tone={tone}>{label}</State>
        </Table.Td>
        <Table.Td>{delivery.eventCount}</Table.Td>
        <Table.Td>
          {delivery.httpStatus ?? (delivery.reason ? <Text size="sm" className="wrapped">{delivery.reason}</Text> : '')}
          {delivery.millis !== null && delivery.millis !== undefined && ` in ${span(delivery.millis)}`}
        </Table.Td>
        <Table.Td>{delivery.attemptCount}</Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr>
          <Table.Td colSpan={5}>
            <Box p="xs">
              <DeliveryDetail deliveryId={delivery.id} />
            </Box>
          </Table.Td>
        </Table.Tr>
      )}
    </>
  )
}
