import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import { retentionQuery, statusQuery } from '../home/activity'
import { useMay } from '../session/session'
import { Fact } from '../shown/Fact'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { State } from '../shown/Tone'
import { Time } from '../time/Time'
import { span } from '../time/zone'
import { bytes, share } from './bytes'

const KINDS: Record<keyof Schemas['Storage']['byKind'], string> = {
  events: 'Events',
  history: 'Executions that ended',
  journal: 'Executions that have not ended',
  deliveries: 'Deliveries',
  tables: 'Rows of tables',
  indexes: 'Indexes',
  other: 'Everything else',
}

/** How the server stands: disk, queue, lag, what is kept, and the halt. */
export function StatusPage() {
  const mayReadHooks = useMay('read_hooks')
  const mayReadLog = useMay('read_log')
  const status = useQuery({ ...statusQuery, enabled: mayReadHooks })
  if (!mayReadHooks && !mayReadLog) {
    return (
      <Page title="Status">
        <Nothing title="The status needs a permission">Ask for read_hooks or read_log.</Nothing>
      </Page>
    )
  }
  return (
    <Page title="Status" about="How the server stands now.">
      {mayReadHooks && status.isPending && <Loading what="the status" rows={3} />}
      {status.isError && <Failed error={status.error} retry={() => void status.refetch()} />}
      {status.data && <Now status={status.data} />}
      {mayReadLog && <Kept />}
      {mayReadLog && <Space />}
    </Page>
  )
}

function Now({ status }: { status: Schemas['Status'] }) {
  const { disk, executions, eventHooks } = status
  const behind = eventHooks.furthestBehind
  return (
    <Paper withBorder p="md" component="section" aria-label="Now">
      <Group justify="space-between" mb="sm">
        <Group gap="sm">
          <State tone={executions.halted || disk.full ? 'bad' : disk.low ? 'attention' : 'good'}>{executions.halted ? 'Halted' : disk.full ? 'Disk full' : disk.low ? 'Disk nearly full' : 'Running'}</State>
          <Text size="sm" c="dimmed">
            since <Time at={status.startedAt} />
          </Text>
        </Group>
      </Group>
      <dl className="facts">
        <Fact name="Free on the disk">
          {disk.freeBytes === null ? 'The system does not say' : bytes(disk.freeBytes)}, {share(disk.freeShare)}
        </Fact>
        <Fact name="Executions that run">{executions.running.toLocaleString()}</Fact>
        <Fact name="Executions accepted and not ended">{executions.queued.toLocaleString()}</Fact>
        <Fact name="Writes that wait for the disk">{status.waitingWrites.toLocaleString()}</Fact>
        <Fact name="Events accepted so far">{status.eventsAccepted.toLocaleString()}</Fact>
        <Fact name="Event hooks that receive">
          {eventHooks.receiving.toLocaleString()} of {eventHooks.all.toLocaleString()}
        </Fact>
        <Fact name="Batches underway or held">{eventHooks.openBatches.toLocaleString()}</Fact>
        <Fact name="Furthest behind the log">
          {behind ? (
            <PageLink to="/event-hooks/$hookId" params={{ hookId: behind.id }}>
              {behind.atLeast ? 'more than ' : ''}
              {behind.events.toLocaleString()} {behind.events === 1 ? 'event' : 'events'}, {span(behind.seconds * 1000)}
            </PageLink>
          ) : (
            'No hook is behind'
          )}
        </Fact>
        <Fact name="Open connections">{status.openConnections.toLocaleString()}</Fact>
      </dl>
    </Paper>
  )
}

/** How long things are kept; a clock in doubt is confirmed here. */
function Kept() {
  const queries = useQueryClient()
  const mayConfirm = useMay('manage_users')
  const kept = useQuery(retentionQuery)
  const confirm = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/retention/confirm-clock')),
    onSettled: () => void queries.invalidateQueries({ queryKey: retentionQuery.queryKey }),
  })
  if (kept.isPending) return <Loading what="what is kept" rows={2} />
  if (kept.isError) return <Failed error={kept.error} retry={() => void kept.refetch()} />
  const { keepEventsDays, keepHistoryDays, mostBytes, oldestEvent, clockDoubtedSince } = kept.data
  return (
    <Paper withBorder p="md" component="section" aria-label="What is kept">
      <Title order={2} size="h5" mb="sm">
        What is kept
      </Title>
      <dl className="facts">
        <Fact name="Events">{keepEventsDays.toLocaleString()} days</Fact>
        <Fact name="Executions and deliveries">{keepHistoryDays.toLocaleString()} days</Fact>
        <Fact name="At most">{mostBytes === null ? 'No limit' : bytes(mostBytes)}</Fact>
        <Fact name="Oldest event">{oldestEvent ? <Time at={oldestEvent} /> : 'None'}</Fact>
      </dl>
      {clockDoubtedSince && (
        <Stack gap="xs" mt="sm">
          <Group gap="sm">
            <State tone="attention">Clock in doubt</State>
            <Text size="sm">
              Nothing old is deleted since the clock jumped, <Time at={clockDoubtedSince} />.
            </Text>
          </Group>
          {mayConfirm && (
            <Group>
              <Button size="xs" variant="default" loading={confirm.isPending} onClick={() => confirm.mutate()}>
                The clock is right
              </Button>
            </Group>
          )}
          {confirm.error && <Failed error={confirm.error} />}
        </Stack>
      )}
    </Paper>
  )
}

/** What the database file is full of. */
function Space() {
  const storage = useQuery({ queryKey: ['storage'], queryFn: () => ask(api.GET('/api/hookline/v1/storage')), staleTime: 60_000 })
  if (storage.isPending) return <Loading what="what takes the room" rows={2} />
  if (storage.isError) return <Failed error={storage.error} retry={() => void storage.refetch()} />
  const { byKind, usedBytes, freeBytes, measuredAt, estimated } = storage.data
  return (
    <Paper withBorder p="md" component="section" aria-label="What takes the room">
      <Title order={2} size="h5" mb="sm">
        What takes the room
      </Title>
      <dl className="facts">
        <Fact name="The database file">{bytes(usedBytes + freeBytes)}</Fact>
        {(Object.keys(KINDS) as (keyof typeof KINDS)[]).map((kind) => (
          <Fact key={kind} name={KINDS[kind]}>
            {bytes(byKind[kind])}
          </Fact>
        ))}
        <Fact name="Free in the file">{bytes(freeBytes)}</Fact>
      </dl>
      <Text size="xs" c="dimmed" mt="sm">
        Measured <Time at={measuredAt} />
        {estimated && '; some parts are estimated'}
      </Text>
    </Paper>
  )
}
