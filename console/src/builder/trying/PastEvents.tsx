import { Alert, Button, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { useMay } from '../../session/session'
import { Failed, Loading } from '../../shown/states'
import { inShort } from './values'

type Backtest = Schemas['Backtest']

const SPANS = [
  { value: '1', label: 'the last day' },
  { value: '7', label: 'the last week' },
  { value: '30', label: 'the last 30 days' },
]

/** What the saved flow would have done with events that happened. */
export function PastEvents({ flow, changed }: { flow: string; changed: boolean }) {
  const mayReadHooks = useMay('read_hooks')
  const hooks = useQuery({ queryKey: ['event-hooks', 'to try with'], queryFn: () => ask(api.GET('/api/v1/eventHooks')), enabled: mayReadHooks })
  const [hook, setHook] = useState('')
  const [days, setDays] = useState('7')
  const test = useMutation({
    mutationFn: (after: string | undefined) =>
      ask(
        api.POST('/api/hookline/v1/flows/{id}/backtest', {
          params: { path: { id: flow } },
          body: { hook: hook || hooks.data![0]!.id, ...(after ? { after } : { since: new Date(Date.now() - Number(days) * 86_400_000).toISOString() }) },
        }),
      ),
  })
  if (!mayReadHooks) return <Text size="sm">An event hook says which events to try. To choose one takes the permission to read event hooks.</Text>
  if (hooks.isPending) return <Loading what="the event hooks" rows={2} />
  if (hooks.isError) return <Failed error={hooks.error} retry={() => void hooks.refetch()} />
  if (hooks.data.length === 0) return <Text size="sm">An event hook says which events to try. There is none yet.</Text>
  return (
    <Stack gap="sm">
      <NativeSelect label="Events that this hook would deliver" value={hook || hooks.data[0]!.id} onChange={(event) => setHook(event.currentTarget.value)} data={hooks.data.map((one) => ({ value: one.id, label: one.name }))} />
      <NativeSelect label="From" value={days} onChange={(event) => setDays(event.currentTarget.value)} data={SPANS} />
      <Button w="fit-content" size="sm" loading={test.isPending} onClick={() => test.mutate(undefined)}>
        Try on past events
      </Button>
      {changed && (
        <Text size="xs" c="dimmed">
          The saved version is tried, without what you changed since.
        </Text>
      )}
      {test.error && (
        <Alert color="red" variant="light" role="alert" p="sm">
          <Text size="sm" className="wrapped">
            {test.error.message}
          </Text>
        </Alert>
      )}
      {test.data && <Report found={test.data} more={() => test.mutate(test.data.next ?? undefined)} />}
    </Stack>
  )
}

function Report({ found, more }: { found: Backtest; more: () => void }) {
  const counts: [string, number][] = [
    ['Events of its types', found.events],
    ['The hook would deliver', found.matching],
    ['Would notify somebody', found.alerting],
    ['Would change something', found.changing],
    ['Would fail', found.failed],
  ]
  return (
    <Stack gap="sm" component="section" aria-label="What would have happened" role="status">
      <dl className="try-counts">
        {counts.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{count.toLocaleString()}</dd>
          </div>
        ))}
      </dl>
      {found.failures.map((failure) => (
        <Text key={failure.message} size="sm" className="wrapped">
          {failure.executions} × {failure.message}
        </Text>
      ))}
      {found.examples.length > 0 && (
        <Title order={3} size="h6">
          Examples
        </Title>
      )}
      <ol className="try-withheld">
        {found.examples.map((example, index) => (
          <li key={index}>
            <Text size="xs" c="dimmed" className="wrapped">
              {[example.event?.eventType, (example.event?.actor as { alternateId?: string } | undefined)?.alternateId, example.event?.published].filter(Boolean).join(', ')}
            </Text>
            {example.failure ? (
              <Text size="sm" className="wrapped">
                Would fail: {example.failure}
              </Text>
            ) : (example.effects ?? []).length === 0 ? (
              <Text size="sm">Would do nothing</Text>
            ) : (
              (example.effects ?? []).map((effect, number) => (
                <Text key={number} size="sm" className="wrapped" dir="auto">
                  <b>{effect.title}</b> {inShort(effect.inputs, 100)}
                </Text>
              ))
            )}
          </li>
        ))}
      </ol>
      {!found.complete && (
        <Button size="compact-sm" variant="default" w="fit-content" onClick={more}>
          Go on with later events
        </Button>
      )}
    </Stack>
  )
}
