import { Button, Checkbox, Fieldset, Group, Modal, NativeSelect, NumberInput, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ask, Refused } from '../api/client'
import { alertRulesQuery } from '../home/activity'
import { draftOfRule, EMPTY_RULE, PROBLEMS, ruleOf, type AlertRule, type RuleDraft } from './rules'

const KINDS: { value: RuleDraft['kind']; label: string }[] = [
  { value: 'slack-webhook', label: 'Slack, by an incoming webhook' },
  { value: 'slack', label: 'Slack, by a connection' },
  { value: 'mail', label: 'Mail' },
  { value: 'webhook', label: 'A program of yours' },
]

/** Who is told, of what, and how often. */
export function RuleForm({ rule, close }: { rule?: AlertRule; close: () => void }) {
  const queries = useQueryClient()
  const [draft, setDraft] = useState<RuleDraft>(() => (rule ? draftOfRule(rule) : EMPTY_RULE))
  const set = (more: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...more }))
  const connections = useQuery({
    queryKey: ['connections', 'names'],
    queryFn: () => ask(api.GET('/api/hookline/v1/connections', { params: { query: { limit: 200 } } })),
    enabled: draft.kind === 'slack' || draft.kind === 'mail',
  })
  const save = useMutation({
    mutationFn: async (): Promise<unknown> => {
      const body = ruleOf(draft)
      return rule ? ask(api.PUT('/api/hookline/v1/alertRules/{id}', { params: { path: { id: rule.id } }, body })) : ask(api.POST('/api/hookline/v1/alertRules', { body }))
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: alertRulesQuery.queryKey })
      close()
    },
  })
  const field = save.error instanceof Refused ? save.error.field : undefined
  const said = (name: string) => (field === name || field?.startsWith(`${name}.`) || field === `destination.${name}` ? save.error?.message : undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const usable = (connections.data ?? []).filter((one) => one.filled && (draft.kind === 'slack') === (one.connector === 'slack'))
  const connection = (
    <NativeSelect
      label="Connection"
      required
      value={draft.connection}
      error={said('connection') ?? connections.error?.message}
      onChange={(event) => set({ connection: event.currentTarget.value })}
      data={[{ value: '', label: usable.length === 0 && connections.isSuccess ? 'There is none that fits' : 'Choose a connection' }, ...usable.map((one) => ({ value: one.id, label: one.name }))]}
    />
  )
  return (
    <Modal opened onClose={close} title={rule ? 'Edit alert rule' : 'New alert rule'} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack component="form" gap="sm" onSubmit={submit}>
        <TextInput label="Rule name" required maxLength={255} value={draft.name} error={said('name')} onChange={(event) => set({ name: event.currentTarget.value })} data-autofocus />
        <NativeSelect label="Send to" value={draft.kind} data={KINDS} onChange={(event) => set({ kind: event.currentTarget.value as RuleDraft['kind'] })} />
        {draft.kind === 'slack-webhook' && (
          <TextInput
            label="Webhook URL"
            description={rule ? 'It is secret; *** keeps the one it has.' : 'As Slack gave it'}
            required
            value={draft.webhookUrl}
            error={said('webhookUrl')}
            onChange={(event) => set({ webhookUrl: event.currentTarget.value })}
          />
        )}
        {draft.kind === 'slack' && (
          <>
            {connection}
            <TextInput label="Channel" placeholder="#ops" required value={draft.channel} error={said('channel')} onChange={(event) => set({ channel: event.currentTarget.value })} />
          </>
        )}
        {draft.kind === 'mail' && (
          <>
            {connection}
            <TextInput label="From" required value={draft.from} error={said('from')} onChange={(event) => set({ from: event.currentTarget.value })} />
            <TextInput label="To" description="Addresses, separated by commas" required value={draft.to} error={said('to')} onChange={(event) => set({ to: event.currentTarget.value })} />
          </>
        )}
        {draft.kind === 'webhook' && (
          <>
            <TextInput label="URL" required value={draft.url} error={said('url')} onChange={(event) => set({ url: event.currentTarget.value })} />
            <PasswordInput
              label="Signing secret"
              description={rule?.destination.signed ? 'Leave it empty to keep the one it has' : 'whsec_ and Base64; without one requests are not signed'}
              autoComplete="off"
              value={draft.secret}
              error={said('secret')}
              onChange={(event) => set({ secret: event.currentTarget.value })}
            />
          </>
        )}
        <NumberInput label="Gather further alerts for (minutes)" min={1} max={10_080} allowDecimal={false} value={draft.digestMinutes} error={said('digestMinutes')} onChange={(digestMinutes) => set({ digestMinutes })} />
        <Fieldset legend="Of what">
          <Stack gap={6}>
            <Checkbox label="Everything that alerts are for" checked={draft.types.length === 0} onChange={(event) => set({ types: event.currentTarget.checked ? [] : PROBLEMS.map(({ type }) => type) })} />
            {draft.types.length > 0 &&
              PROBLEMS.map(({ type, label }) => (
                <Checkbox key={type} label={label} checked={draft.types.includes(type)} onChange={() => set({ types: draft.types.includes(type) ? draft.types.filter((one) => one !== type) : [...draft.types, type] })} />
              ))}
          </Stack>
        </Fieldset>
        {save.error && (
          <Text size="sm" c="red" role="alert" className="wrapped">
            {save.error.message}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Leave it
          </Button>
          <Button type="submit" loading={save.isPending} disabled={draft.name.trim() === ''}>
            {rule ? 'Save' : 'Create rule'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
