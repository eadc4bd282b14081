import { ActionIcon, Alert, Button, Fieldset, Group, NativeSelect, PasswordInput, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { api, ask, Refused } from '../../api/client'
import { flowQuery } from '../../flows/flows'
import { useMay } from '../../session/session'
import type { EventHook } from '../hooks'
import { draftOf, EMPTY, hookOf, mistakes, TOKEN_HEADER, tokenIn, tokenMoved, type Draft } from './draft'
import { EventTypes } from './EventTypes'

/** Where events go, how they prove that they are ours, and which. */
export function Details({ hook, types = [], flow }: { hook?: EventHook; types?: string[]; flow?: string }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [draft, setDraft] = useState<Draft>(() => (hook ? draftOf(hook) : { ...EMPTY, types }))
  const [tried, setTried] = useState(false)
  const target = useQuery({ ...flowQuery(flow ?? ''), enabled: Boolean(flow && !hook) })
  const invokeUrl = target.data?.invokeUrl
  const flowName = target.data?.name
  // Filled in once for the flow that the person came from.
  useEffect(() => {
    if (invokeUrl) setDraft((before) => (before.uri ? before : { ...before, uri: invokeUrl, name: before.name || (flowName ?? '') }))
  }, [invokeUrl, flowName])
  const hasSecret = Boolean(hook?.channel.config.authScheme)
  const wrong = tried ? mistakes(draft, hasSecret) : {}
  const set = (more: Partial<Draft>) => setDraft((before) => ({ ...before, ...more }))

  const save = useMutation({
    mutationFn: () => {
      const body = hookOf(draft, hook)
      return hook
        ? ask(api.PUT('/api/v1/eventHooks/{eventHookId}', { params: { path: { eventHookId: hook.id } }, body }))
        : ask(api.POST('/api/v1/eventHooks', { body }))
    },
    onSuccess: (saved) => {
      queries.setQueryData(['hooks', saved.id], saved)
      void queries.invalidateQueries({ queryKey: ['hooks'] })
      return navigate({ to: '/event-hooks/$hookId/edit', params: { hookId: saved.id }, search: { step: 'filters' }, replace: !hook })
    },
  })
  const refusal = save.error instanceof Refused ? save.error : undefined
  // A refusal names the member of the hook; it is said at the field where it was typed.
  const said = (field: string) => (refusal?.field?.endsWith(field) ? refusal.message : undefined)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(mistakes(draft, hasSecret)).length === 0) save.mutate()
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" maw={760}>
      <TextInput
        label="Endpoint URL"
        description="https, or the invoke URL of a flow of this server, which needs no verification."
        required
        value={draft.uri}
        error={wrong.uri ?? said('uri')}
        onChange={(event) => set({ uri: event.currentTarget.value })}
      />
      <OwnFlow take={(uri) => set({ uri })} />
      {tokenIn(draft.uri) && (
        <Alert color="blue" variant="light" title="The URL bears a client token">
          <Text size="sm">Addresses are written down in many places. In the header {TOKEN_HEADER} the token is in none of them.</Text>
          <Button size="xs" variant="default" mt="sm" onClick={() => setDraft(tokenMoved)}>
            Move it into the header
          </Button>
        </Alert>
      )}
      <TextInput label="Event hook name" required value={draft.name} error={wrong.name ?? said('name')} onChange={(event) => set({ name: event.currentTarget.value })} />
      <Textarea label="Description" autosize minRows={1} maxRows={6} value={draft.description} onChange={(event) => set({ description: event.currentTarget.value })} />
      <Group align="flex-start" grow preventGrowOverflow={false}>
        <TextInput
          label="Authentication field"
          description="The header that bears the secret"
          placeholder="Authorization"
          value={draft.authField}
          error={wrong.authField ?? said('authScheme.key')}
          onChange={(event) => set({ authField: event.currentTarget.value })}
        />
        <PasswordInput
          label="Authentication secret"
          description={hasSecret ? 'Leave it empty to keep the one it has' : 'It is never shown again'}
          autoComplete="off"
          value={draft.authSecret}
          error={wrong.authSecret ?? said('authScheme.value')}
          onChange={(event) => set({ authSecret: event.currentTarget.value })}
        />
      </Group>
      <Fieldset legend="Custom headers">
        <Stack gap="xs">
          {draft.headers.map((header, index) => (
            <Group key={index} wrap="nowrap" align="flex-end">
              <TextInput
                className="grows"
                label={`Name of header ${index + 1}`}
                value={header.key}
                onChange={(event) => set({ headers: draft.headers.map((one, i) => (i === index ? { ...one, key: event.currentTarget.value } : one)) })}
              />
              <TextInput
                className="grows"
                label={`Value of header ${index + 1}`}
                value={header.value}
                onChange={(event) => set({ headers: draft.headers.map((one, i) => (i === index ? { ...one, value: event.currentTarget.value } : one)) })}
              />
              <ActionIcon variant="default" size={36} aria-label={`Remove header ${index + 1}`} onClick={() => set({ headers: draft.headers.filter((_, i) => i !== index) })}>
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Group>
          ))}
          <Group>
            <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => set({ headers: [...draft.headers, { key: '', value: '' }] })}>
              Add a header
            </Button>
          </Group>
          {said('headers') && (
            <Text size="sm" c="red" role="alert">
              {said('headers')}
            </Text>
          )}
        </Stack>
      </Fieldset>
      <EventTypes chosen={draft.types} choose={(types) => set({ types })} mistake={wrong.types ?? said('items')} />
      {save.error && (
        <Alert color="red" role="alert" variant="light" title={hook ? 'The hook was not changed' : 'The hook was not created'}>
          <Text size="sm" className="wrapped">
            {save.error.message}
          </Text>
        </Alert>
      )}
      {tried && Object.keys(wrong).length > 0 && (
        <Text size="sm" c="red" role="alert">
          {Object.values(wrong).join(' ')}
        </Text>
      )}
      <Group>
        <Button type="submit" loading={save.isPending}>
          {hook ? 'Save and Continue' : 'Create hook and Continue'}
        </Button>
      </Group>
      </Stack>
    </form>
  )
}

/** As many as the API gives at once. */
const MOST_FLOWS = 200

/** Fills in the invoke URL of a flow, with its token, which only those get who may edit the flow. */
function OwnFlow({ take }: { take: (uri: string) => void }) {
  const mayRead = useMay('read_flows')
  const flows = useQuery({ queryKey: ['flows', 'endpoints'], queryFn: () => ask(api.GET('/api/hookline/v1/flows', { params: { query: { type: 'endpoint', sort: 'name', limit: MOST_FLOWS } } })), enabled: mayRead })
  const endpoints = (flows.data ?? []).filter((flow) => flow.invokeUrl)
  const get = useMutation({
    mutationFn: (id: string) => ask(api.GET('/api/hookline/v1/flows/{id}', { params: { path: { id } } })),
    onSuccess: (flow) => flow.invokeUrl && take(flow.invokeUrl),
  })
  if (endpoints.length === 0) return null
  return (
    <NativeSelect
      label="Or deliver to a flow of this server"
      description={(flows.data ?? []).length === MOST_FLOWS ? `The first ${MOST_FLOWS} flows are offered; of another one, paste the invoke URL.` : undefined}
      value={get.variables ?? ''}
      error={get.error?.message}
      onChange={(event) => event.currentTarget.value && get.mutate(event.currentTarget.value)}
      data={[{ value: '', label: 'Choose a flow' }, ...endpoints.map((flow) => ({ value: flow.id, label: flow.folder ? `${flow.folder.name} / ${flow.name}` : flow.name }))]}
    />
  )
}
