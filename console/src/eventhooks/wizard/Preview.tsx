import { Alert, Button, Code, Group, NativeSelect, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { useMay } from '../../session/session'
import { indented } from '../../shown/json'
import { PageLink } from '../../shown/links'
import { Failed, Loading, Nothing } from '../../shown/states'
import { shownTime, span, useZone } from '../../time/zone'
import type { EventHook } from '../hooks'

/** Delivers one event now, as it is or edited. */
export function Preview({ hook, next }: { hook: EventHook; next: () => void }) {
  const { zone } = useZone()
  const mayPreview = useMay('preview')
  const mayReadLog = useMay('read_log')
  const [type, setType] = useState(hook.events.items[0] ?? '')
  const [from, setFrom] = useState('')
  const [text, setText] = useState('')

  const recent = useQuery({
    queryKey: ['log', 'recent', type],
    queryFn: () => ask(api.GET('/api/v1/logs', { params: { query: { filter: `eventType eq ${JSON.stringify(type)}`, sortOrder: 'DESCENDING', limit: 10 } } })),
    enabled: mayReadLog && type !== '',
  })
  const sample = useQuery({
    queryKey: ['eventTypes', 'one', type],
    queryFn: () => ask(api.GET('/api/hookline/v1/eventTypes/{eventTypeId}', { params: { path: { eventTypeId: type } } })),
    enabled: type !== '',
  })
  const events = useMemo(() => recent.data ?? [], [recent.data])
  const chosen = events.find((event) => event.uuid === from) ?? (from === 'sample' ? sample.data?.sample : (events[0] ?? sample.data?.sample))
  useEffect(() => {
    if (chosen) setText(JSON.stringify(chosen, null, 2))
    // Another choice replaces what was edited; the same events fetched anew do not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [chosen?.uuid, type, from])

  const event = parsed(text)
  const deliver = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/hookline/v1/eventHooks/{eventHookId}/preview', {
          params: { path: { eventHookId: hook.id } },
          body: { eventType: type, event: event.value as Schemas['NewLogEvent'] },
        }),
      ),
  })

  if (!mayPreview) {
    return (
      <Nothing title="Preview needs a permission of its own" action={<Button onClick={next}>Continue</Button>}>
        It sends any body with the hook's secret. Ask for the permission preview.
      </Nothing>
    )
  }
  if (sample.isPending || (mayReadLog && recent.isPending)) return <Loading what="events to preview" />
  return (
    <Stack gap="md" maw={860}>
      <Group align="flex-end">
        <NativeSelect
          label="Event type"
          value={type}
          data={hook.events.items}
          onChange={(changed) => {
            setType(changed.currentTarget.value)
            setFrom('')
          }}
        />
        <NativeSelect
          label="Event"
          value={from === '' ? (events[0]?.uuid ?? 'sample') : from}
          onChange={(changed) => setFrom(changed.currentTarget.value)}
          data={[
            ...events.map((one) => ({ value: one.uuid ?? '', label: `${one.published ? shownTime(one.published, zone) : ''} ${one.actor?.alternateId ?? ''}` })),
            ...(sample.data?.sample ? [{ value: 'sample', label: sample.data.sampleGenerated ? 'A generated sample' : 'A sample' }] : []),
          ]}
        />
      </Group>
      <Textarea
        label="The event as JSON"
        description="Edit it as you like; it is delivered whether the filter passes it or not, and a flow really acts on it."
        autosize
        minRows={8}
        maxRows={24}
        spellCheck={false}
        classNames={{ input: 'mono' }}
        value={text}
        error={event.mistake}
        onChange={(changed) => setText(changed.currentTarget.value)}
      />
      <Group>
        <Button loading={deliver.isPending} disabled={Boolean(event.mistake)} onClick={() => deliver.mutate()}>
          Deliver Request
        </Button>
        <Button variant="default" onClick={next}>
          Continue
        </Button>
      </Group>
      {deliver.error && <Failed error={deliver.error} />}
      {deliver.data && !deliver.isPending && <Outcome preview={deliver.data} />}
    </Stack>
  )
}

function Outcome({ preview }: { preview: Schemas['Preview'] }) {
  return (
    <Alert
      color={preview.delivered ? 'teal' : 'red'}
      variant="light"
      role="status"
      title={preview.delivered ? 'Request Delivery Successful' : 'Request Delivery Failed'}
    >
      <Stack gap="xs">
        <Text size="sm" className="wrapped">
          {preview.response ? `The receiver answered ${preview.response.status} in ${span(preview.millis)}.` : preview.failure?.message}
        </Text>
        {preview.response && preview.failure?.message && (
          <Text size="sm" className="wrapped">
            {preview.failure.message}
          </Text>
        )}
        {preview.filter.expression && (
          <Text size="sm" className="wrapped">
            {preview.filter.matches ? 'The filter passes this event.' : `The filter would not pass this event${preview.filter.error ? `: ${preview.filter.error}` : '.'}`}
          </Text>
        )}
        {preview.execution && (
          <PageLink to="/executions/$executionId" params={{ executionId: preview.execution }}>
            The execution it caused
          </PageLink>
        )}
        {preview.response?.body && <Code block>{indented(preview.response.body)}</Code>}
        <details>
          <summary>What was sent</summary>
          <Stack gap="xs" mt="xs">
            <Text size="sm" className="mono">
              POST {preview.request.uri}
            </Text>
            <Code block>{preview.request.headers.map(({ key, value }) => `${key}: ${value}`).join('\n')}</Code>
            <Code block>{indented(preview.request.body)}</Code>
          </Stack>
        </details>
      </Stack>
    </Alert>
  )
}

/** The value of a JSON text, or what is wrong with it. */
function parsed(text: string): { value?: unknown; mistake?: string } {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { value } : { mistake: 'An event is a JSON object.' }
  } catch (error) {
    return { mistake: text.trim() === '' ? 'Enter an event.' : `This is not JSON: ${(error as Error).message}` }
  }
}
