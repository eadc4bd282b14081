import { Loader, NativeSelect, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../../api/client'
import { STATUSES } from '../../executions/executions'
import { useMay } from '../../session/session'
import type { Document } from '../document'
import { asked, typeOf, type Chosen } from './start'

const LAST = 20

/** What a run is started with: typed, as an earlier execution was, or an event of the log. */
export function StartForm({ document, flow, chosen, choose }: { document: Document; flow: string | undefined; chosen: Chosen; choose: (chosen: Chosen) => void }) {
  const mayReadRuns = useMay('read_executions')
  const mayReadLog = useMay('read_log')
  const type = typeOf(document)
  const ways = [
    { value: 'typed', label: 'Typed' },
    ...(flow && mayReadRuns ? [{ value: 'execution', label: 'Like an execution' }] : []),
    ...((type === 'endpoint' || type === 'event') && mayReadLog ? [{ value: 'event', label: 'Event of the log' }] : []),
  ]
  return (
    <Stack gap="sm">
      {ways.length > 1 && <SegmentedControl size="xs" fullWidth aria-label="Start it with" data={ways} value={chosen.by} onChange={(by) => choose({ ...chosen, by: by as Chosen['by'] })} />}
      {chosen.by === 'typed' && <Typed document={document} chosen={chosen} choose={choose} />}
      {chosen.by === 'execution' && flow && <Executions flow={flow} chosen={chosen} choose={choose} />}
      {chosen.by === 'event' && <Events chosen={chosen} choose={choose} />}
    </Stack>
  )
}

function Typed({ document, chosen, choose }: { document: Document; chosen: Chosen; choose: (chosen: Chosen) => void }) {
  const type = typeOf(document)
  if (type === 'endpoint')
    return (
      <Textarea
        label="Body"
        description="JSON, as a caller would send it"
        autosize
        minRows={4}
        maxRows={14}
        value={chosen.body}
        onChange={(event) => choose({ ...chosen, body: event.currentTarget.value })}
        classNames={{ input: 'mono' }}
      />
    )
  const fields = asked(document)
  if (fields.length === 0) return <Text size="sm">It takes no inputs.</Text>
  const set = (key: string, value: string) => choose({ ...chosen, texts: { ...chosen.texts, [key]: value } })
  return fields.map((one) =>
    one.type === 'True/False' ? (
      <Select key={one.key} label={one.label} data={['true', 'false']} clearable value={chosen.texts[one.key] ?? null} onChange={(value) => set(one.key, value ?? '')} />
    ) : (
      <TextInput key={one.key} label={one.label} description={one.type} value={chosen.texts[one.key] ?? ''} onChange={(event) => set(one.key, event.currentTarget.value)} />
    ),
  )
}

function Executions({ flow, chosen, choose }: { flow: string; chosen: Chosen; choose: (chosen: Chosen) => void }) {
  const list = useQuery({
    queryKey: ['executions', 'to start like', flow],
    queryFn: () => ask(api.GET('/api/hookline/v1/executions', { params: { query: { flow, limit: LAST, helpers: false } } })),
  })
  if (list.isPending) return <Loader size="sm" aria-label="Loading the executions" />
  if (list.isError) return <Text size="sm" c="red" role="alert">{list.error.message}</Text>
  const usable = list.data.filter((one) => one.dataSaved && !one.parent && one.endedAt)
  if (usable.length === 0) return <Text size="sm">No execution of this flow has ended whose data was saved.</Text>
  return (
    <NativeSelect
      label="Execution"
      description="It starts with the same values"
      value={chosen.execution}
      onChange={(event) => choose({ ...chosen, execution: event.currentTarget.value })}
      data={[{ value: '', label: 'Choose one' }, ...usable.map((one) => ({ value: one.id, label: `${new Date(one.startedAt!).toLocaleString()}, ${STATUSES[one.status].label}` }))]}
    />
  )
}

function Events({ chosen, choose }: { chosen: Chosen; choose: (chosen: Chosen) => void }) {
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed, 300)
  const list = useQuery({
    queryKey: ['log', 'to start with', q],
    queryFn: () => ask(api.GET('/api/v1/logs', { params: { query: { sortOrder: 'DESCENDING', limit: LAST, ...(q ? { q } : {}) } } })),
  })
  return (
    <>
      <TextInput label="Find an event" placeholder="Words of the event" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      {list.isError ? (
        <Text size="sm" c="red" role="alert">
          {list.error.message}
        </Text>
      ) : list.data?.length === 0 ? (
        <Text size="sm">No event has these words.</Text>
      ) : (
        <NativeSelect
          label="Event"
          value={chosen.event}
          onChange={(event) => choose({ ...chosen, event: event.currentTarget.value })}
          data={[
            { value: '', label: list.isPending ? 'Loading…' : 'Choose one' },
            ...(list.data ?? []).map((one) => ({ value: String(one.uuid), label: `${new Date(String(one.published)).toLocaleString()}, ${one.eventType}${one.actor?.displayName ? `, ${one.actor.displayName}` : ''}` })),
          ]}
        />
      )}
    </>
  )
}
