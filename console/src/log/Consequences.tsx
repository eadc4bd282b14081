import { Box, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import { ExecutionStatusMark } from '../executions/ExecutionStatusMark'
import { PageLink } from '../shown/links'
import { Failed, Loading } from '../shown/states'
import { State, type Tone } from '../shown/Tone'
import { span } from '../time/zone'
import { Time } from '../time/Time'
import { EFFECTS, verdict } from './consequences'

type OfHook = NonNullable<Schemas['Consequences']['hooks']>[number]
type OfExecution = NonNullable<Schemas['Consequences']['executions']>[number]

const DELIVERIES: Record<Schemas['DeliveryStatus'], { label: string; tone: Tone }> = {
  PENDING: { label: 'Sending', tone: 'busy' },
  RETRYING: { label: 'Retrying', tone: 'attention' },
  DELIVERED: { label: 'Delivered', tone: 'good' },
  FAILED: { label: 'Failed', tone: 'bad' },
  SPLIT: { label: 'Split', tone: 'still' },
}

/** Hooks, deliveries, executions, effects: what became of an event, step by step. */
export function Consequences({ uuid, published, eventType }: { uuid: string; published?: string; eventType?: string }) {
  const found = useQuery({
    queryKey: ['consequences', uuid],
    queryFn: () => ask(api.GET('/api/hookline/v1/events/{uuid}/consequences', { params: { path: { uuid }, query: { published } } })),
    enabled: uuid !== '',
    // What it caused may still be underway.
    refetchInterval: (query) => (query.state.data && underway(query.state.data) ? 2_000 : false),
  })
  if (found.isPending) return <Loading what="what happened to it" rows={3} />
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />
  const { hooks, executions, withheld } = found.data
  return (
    <Stack gap="md">
      {hooks?.length === 0 && (
        <Text size="sm" c="dimmed">
          No event hook asks for {eventType ?? 'its type'}.
        </Text>
      )}
      {hooks && hooks.length > 0 && (
        <Box component="section" aria-label="Event hooks">
          <Text size="xs" fw={600} c="dimmed" mb={4}>
            Event hooks that ask for its type
          </Text>
          <Stack gap="sm">
            {hooks.map((one) => (
              <OfHook key={one.eventHook.id} one={one} />
            ))}
          </Stack>
        </Box>
      )}
      {executions && executions.length > 0 && (
        <Box component="section" aria-label="Executions">
          <Text size="xs" fw={600} c="dimmed" mb={4}>
            Executions it caused, and what they did outside
          </Text>
          <Stack gap="sm">
            {executions.map((one) => (
              <OfExecution key={one.execution.id} one={one} />
            ))}
          </Stack>
        </Box>
      )}
      {executions?.length === 0 && hooks?.some((one) => one.deliveries.length > 0) && (
        <Text size="sm" c="dimmed">
          Its deliveries went to receivers outside: what these did is not known here.
        </Text>
      )}
      {withheld.length > 0 && (
        <Text size="sm" c="dimmed">
          Your permissions leave out {withheld.join(' and ')}.
        </Text>
      )}
    </Stack>
  )
}

function underway({ hooks, executions }: Schemas['Consequences']): boolean {
  return (
    (hooks ?? []).some((one) => one.deliveries.some(({ status }) => status === 'PENDING' || status === 'RETRYING')) ||
    (executions ?? []).some((one) => !one.execution.endedAt)
  )
}

function OfHook({ one }: { one: OfHook }) {
  return (
    <div>
      <PageLink to="/event-hooks/$hookId" params={{ hookId: one.eventHook.id }} className="wrapped" dir="auto">
        {one.eventHook.name}
      </PageLink>
      <Text size="sm" c="dimmed" className="wrapped">
        {verdict(one)}
      </Text>
      <ul className="types">
        {one.deliveries.map((delivery) => (
          <li key={delivery.id}>
            <Group gap={8}>
              <State tone={DELIVERIES[delivery.status].tone}>{DELIVERIES[delivery.status].label}</State>
              <PageLink to="/event-hooks/$hookId" params={{ hookId: one.eventHook.id }} search={{ delivery: delivery.id }}>
                {delivery.replay ? 'Replayed delivery' : 'Delivery'}
              </PageLink>
              <Text size="sm" c="dimmed">
                {delivery.httpStatus ?? ''} {delivery.millis !== null && delivery.millis !== undefined && `in ${span(delivery.millis)}`}
                {delivery.endedAt && (
                  <>
                    {' '}
                    <Time at={delivery.endedAt} />
                  </>
                )}
              </Text>
            </Group>
            {delivery.failedAttempts.map((attempt) => (
              <Text key={attempt.attempt} size="xs" c="dimmed" className="wrapped">
                Attempt {attempt.attempt} failed{attempt.at && <> <Time at={attempt.at} /></>}: {attempt.reason}
              </Text>
            ))}
          </li>
        ))}
      </ul>
    </div>
  )
}

function OfExecution({ one }: { one: OfExecution }) {
  return (
    <div>
      <Group gap={8}>
        <ExecutionStatusMark status={one.execution.status} />
        <PageLink to="/executions/$executionId" params={{ executionId: one.execution.id }} className="wrapped" dir="auto">
          {one.execution.flow.name}
        </PageLink>
      </Group>
      {one.effects.length === 0 && (
        <Text size="sm" c="dimmed">
          {one.execution.dataSaved ? 'It did nothing outside.' : 'Its flow does not save data, so what it did is not known.'}
        </Text>
      )}
      <ul className="types">
        {one.effects.map((effect) => (
          <li key={`${effect.execution} ${effect.path}`}>
            <Group gap={8}>
              <State tone={effect.error ? 'bad' : (EFFECTS[effect.effect]?.tone ?? 'still')}>{EFFECTS[effect.effect]?.label ?? effect.effect}</State>
              <Text component="span" size="sm" className="wrapped" dir="auto">
                {effect.title}
              </Text>
              {effect.execution !== one.execution.id && (
                <PageLink to="/executions/$executionId" params={{ executionId: effect.execution }}>
                  in a helper
                </PageLink>
              )}
              <Text size="xs" c="dimmed" component="span">
                <Time at={effect.startedAt} />
              </Text>
            </Group>
            {(effect.error ?? effect.note) && (
              <Text size="xs" c="dimmed" className="wrapped">
                {effect.error ?? effect.note}
              </Text>
            )}
          </li>
        ))}
      </ul>
      {one.more && (
        <Text size="sm" c="dimmed">
          There is more: the execution shows all of it.
        </Text>
      )}
    </div>
  )
}
