import { Button, Group, NativeSelect, Select, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { useMay } from '../../session/session'
import { PageLink } from '../../shown/links'
import { cardId, labelOf, type Document } from '../cards/document'
import { connectionsQuery, documentQuery, refreshFlows, type Flow } from '../flows'
import { parsed, placeOf, typed, withValue } from './values'

/** One constant of a card, set in place: chosen from the connected system where that is possible. */
export function ValueRow({ place, flow, leave }: { place: Schemas['FindingPlace']; flow?: Flow; leave: () => void }) {
  const queries = useQueryClient()
  const mayManage = useMay('manage_flows')
  const document = useQuery({ ...documentQuery(place.flowId, flow?.version ?? 1), enabled: Boolean(flow) })
  const at = document.data && place.card && place.field ? placeOf(document.data, place.card, place.field) : undefined
  const [text, setText] = useState<string>()
  const value = text ?? (at ? typed(at.field) : (place.value ?? ''))
  const save = useMutation({
    mutationFn: async () => {
      const result = parsed(at!.field, value)
      if ('mistake' in result) throw new Error(result.mistake)
      const path = { id: place.flowId }
      const now = await api.GET('/api/hookline/v1/flows/{id}/document', { params: { path } })
      const current = (await ask(Promise.resolve(now))) as unknown as Document
      const changed = withValue(current, place.card!, place.field!, result.value)
      return ask(
        api.PUT('/api/hookline/v1/flows/{id}/document', {
          params: { path, header: { 'If-Match': now.response.headers.get('ETag') ?? undefined } as never },
          body: changed as never,
        }),
      )
    },
    onSettled: () => refreshFlows(queries),
  })
  const label = at ? labelOf(at.field) : (place.field ?? 'Value')
  const choices = at?.field.metadata?.choices?.filter((one): one is string => typeof one === 'string') ?? []
  return (
    <Stack gap={4}>
      <Text size="sm" className="wrapped">
        <PageLink to="/flows/$flowId" params={{ flowId: place.flowId }} dir="auto">
          {place.cardTitle ? `${place.flowName}, ${place.cardTitle}` : place.flowName}
        </PageLink>
        : {place.message}
      </Text>
      {at && mayManage && (
        <Group align="flex-end" gap="sm">
          {choices.length > 0 ? (
            <NativeSelect label={label} data={choices.includes(value) ? choices : [value, ...choices]} value={value} onChange={(event) => setText(event.currentTarget.value)} />
          ) : (
            <Chosen label={label} value={value} set={setText} card={cardId(at.method)} connection={at.method.node.model.config ?? undefined} group={at.field.group ?? ''} field={at.field.key} />
          )}
          <Button variant="default" loading={save.isPending} disabled={value === typed(at.field)} onClick={() => save.mutate()}>
            Save {label}
          </Button>
          <Button variant="subtle" onClick={leave} aria-label={`Keep it: ${value} for ${label} of ${place.cardTitle ?? place.flowName}`}>
            Keep it
          </Button>
        </Group>
      )}
      {save.error && (
        <Text size="sm" c="red" role="alert" className="wrapped">
          {save.error.message}
        </Text>
      )}
    </Stack>
  )
}

/** A text; or, once its connection is set up, what the other system has. */
function Chosen({ label, value, set, card, connection, group, field }: { label: string; value: string; set: (value: string) => void; card: string; connection?: string; group: string; field: string }) {
  const mayUse = useMay('use_connections')
  const connections = useQuery(connectionsQuery)
  const cards = useQuery({
    queryKey: ['cards', card.split('.')[0]],
    queryFn: () => ask(api.GET('/api/hookline/v1/cards', { params: { query: { connector: card.split('.')[0] } } })),
    staleTime: Infinity,
    enabled: Boolean(connection),
  })
  const chosen = connections.data?.find((one) => one.id === connection)
  const reached = chosen?.linkedTo?.id ?? (chosen?.filled ? chosen.id : undefined)
  const known = cards.data?.find((one) => one.id === card)
  const dynamic = [...(known?.options ?? []), ...(known?.inputs ?? [])].some((one) => one.group === group && one.key === field && one.dynamic === 'choices')
  const [typing, setTyping] = useState('')
  const [search] = useDebouncedValue(typing, 250)
  const choicesQuery = (words: string) => ({
    queryKey: ['choices', card, reached, group, field, words],
    queryFn: () =>
      ask(
        api.POST('/api/hookline/v1/cards/{card}/choices', {
          params: { path: { card } },
          body: { connection: { id: reached! }, input: { group, key: field }, search: words || undefined },
        }),
      ),
    enabled: Boolean(reached && dynamic && mayUse),
    retry: false,
    staleTime: 30_000,
  })
  // Whether there is a list at all does not depend on what is searched in it.
  const choices = useQuery(choicesQuery(''))
  const narrowed = useQuery({ ...choicesQuery(search), placeholderData: keepPreviousData })
  const all = optionsOf(choices.data)
  const found = search === '' ? all : optionsOf(narrowed.data)
  const now = { value, label: `${value} (as it is now)` }
  if (!dynamic || choices.isError || all.length === 0) {
    return (
      <TextInput
        label={label}
        description={choices.isError ? `It cannot be chosen from a list: ${choices.error.message}` : dynamic && !reached ? 'Can be chosen from a list once the connection is set up' : undefined}
        value={value}
        onChange={(event) => set(event.currentTarget.value)}
        className="grows"
        maw={420}
      />
    )
  }
  return (
    <Select
      label={label}
      searchable
      className="grows"
      maw={420}
      data={found.some((one) => one.value === value) ? found : [all.find((one) => one.value === value) ?? now, ...found]}
      value={value}
      onChange={(next) => next !== null && set(next)}
      onSearchChange={(text) => setTyping([now, ...all, ...found].some((one) => one.label === text) ? '' : text)}
      nothingFoundMessage="Nothing fits"
    />
  )
}

function optionsOf(found?: { choices?: { value?: string; label?: string }[] }) {
  return (found?.choices ?? []).flatMap((one) => (one.value ? [{ value: one.value, label: one.label || one.value }] : []))
}
