import { Alert, Button, Group, Modal, Stack, Table, Text, TextInput, Title, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, type Schemas } from '../api/client'
import { useMay } from '../session/session'
import { State, type Tone } from '../shown/Tone'
import { fromField, toField } from '../time/field'
import { Time } from '../time/Time'
import { useZone } from '../time/zone'

const HOUR = 3_600_000

const STATES: Record<Schemas['Replay']['status'], { label: string; tone: Tone }> = {
  RUNNING: { label: 'Running', tone: 'busy' },
  ENDED: { label: 'Ended', tone: 'good' },
  STOPPED: { label: 'Stopped', tone: 'still' },
}

/** What failed is sent again, and a span of the log is. */
export function SendAgain({ hookId }: { hookId: string }) {
  const mayManage = useMay('manage_hooks')
  const [replaying, { open, close }] = useDisclosure()
  const queries = useQueryClient()
  const failed = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/eventHooks/{eventHookId}/deliveries/redeliver', { params: { path: { eventHookId: hookId } }, body: {} })),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['hooks', hookId] }),
  })
  return (
    <Stack gap="xs">
      {mayManage && (
        <Group gap="xs">
          <Button size="xs" variant="default" loading={failed.isPending} onClick={() => failed.mutate()}>
            Send all failed again
          </Button>
          <Button size="xs" variant="default" onClick={open}>
            Replay a span of the log
          </Button>
        </Group>
      )}
      {failed.isSuccess && (
        <Text size="sm" role="status">
          {failed.data.count === 0 ? 'There is no failed delivery.' : `${failed.data.count.toLocaleString()} failed ${failed.data.count === 1 ? 'delivery is' : 'deliveries are'} being sent again, the oldest first.`}
        </Text>
      )}
      {failed.error && (
        <Text size="sm" c="red" role="alert" className="wrapped">
          {failed.error.message}
        </Text>
      )}
      <Replays hookId={hookId} />
      {replaying && <ReplayForm hookId={hookId} close={close} />}
    </Stack>
  )
}

/** Which span; its events go beside those that come now, marked as replayed. */
function ReplayForm({ hookId, close }: { hookId: string; close: () => void }) {
  const { zone } = useZone()
  const queries = useQueryClient()
  const [since, setSince] = useState(() => toField(Date.now() - HOUR, zone))
  const [until, setUntil] = useState(() => toField(Date.now(), zone))
  const from = fromField(since, zone)
  const to = fromField(until, zone)
  const start = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/eventHooks/{eventHookId}/replay', { params: { path: { eventHookId: hookId } }, body: { since: from ?? '', ...(to ? { until: to } : {}) } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['hooks', hookId] })
      close()
    },
  })
  const mistake = from && to && from >= to ? 'The span must end after it begins.' : undefined
  return (
    <Modal opened onClose={close} title="Replay a span of the log" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="sm">
        <Text size="sm">Every event of the span that the hook asks for is delivered again, beside what comes now. Receivers and flows act on it once more.</Text>
        <TextInput type="datetime-local" label={zone === 'utc' ? 'From (UTC)' : 'From'} required value={since} onChange={(event) => setSince(event.currentTarget.value)} />
        <TextInput type="datetime-local" label={zone === 'utc' ? 'To (UTC)' : 'To'} value={until} error={mistake} onChange={(event) => setUntil(event.currentTarget.value)} />
        {start.error && (
          <Alert color="red" variant="light" role="alert" title="The replay was not started">
            <Text size="sm" className="wrapped">
              {start.error.message}
            </Text>
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Leave it
          </Button>
          <Button loading={start.isPending} disabled={!from || Boolean(mistake)} onClick={() => start.mutate()}>
            Start the replay
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** The replays of a hook, while there are any. */
function Replays({ hookId }: { hookId: string }) {
  const mayManage = useMay('manage_hooks')
  const queries = useQueryClient()
  const replays = useQuery({
    queryKey: ['hooks', hookId, 'replays'],
    queryFn: () => ask(api.GET('/api/hookline/v1/eventHooks/{eventHookId}/replays', { params: { path: { eventHookId: hookId } } })),
    refetchInterval: (query) => (query.state.data?.some(({ status }) => status === 'RUNNING') ? 2_000 : 15_000),
  })
  const stop = useMutation({
    mutationFn: (id: string) => ask(api.POST('/api/hookline/v1/replays/{id}/stop', { params: { path: { id } } })),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['hooks', hookId] }),
  })
  const all = replays.data ?? []
  if (all.length === 0) return null
  return (
    <>
      <Title order={3} size="h6" mt="xs">
        Replays
      </Title>
      <Table.ScrollContainer minWidth={520}>
        <Table aria-label="Replays" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Span</Table.Th>
              <Table.Th scope="col">Status</Table.Th>
              <Table.Th scope="col">Events</Table.Th>
              <Table.Th scope="col">Started</Table.Th>
              <Table.Th scope="col">
                <VisuallyHidden>Actions</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {all.slice(0, 10).map((replay) => (
              <Table.Tr key={replay.id}>
                <Table.Td>
                  <Time at={replay.since} /> to <Time at={replay.until} />
                </Table.Td>
                <Table.Td>
                  <State tone={STATES[replay.status].tone}>{STATES[replay.status].label}</State>
                </Table.Td>
                <Table.Td>
                  {replay.eventCount.toLocaleString()}
                  {replay.pendingDeliveries > 0 && `, ${replay.pendingDeliveries.toLocaleString()} to go`}
                </Table.Td>
                <Table.Td>
                  <Time at={replay.created} />
                </Table.Td>
                <Table.Td>
                  {mayManage && replay.status === 'RUNNING' && (
                    <Button size="compact-xs" variant="default" loading={stop.isPending} onClick={() => stop.mutate(replay.id)}>
                      Stop
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  )
}
