import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { alertRulesQuery } from '../home/activity'
import { Attention } from '../home/Attention'
import { placeOf } from '../log/filters'
import { useMay } from '../session/session'
import '../shown/chart.css'
import { Confirm } from '../shown/Confirm'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { State } from '../shown/Tone'
import { sinceOf } from '../time/since'
import { Time } from '../time/Time'
import { RuleForm } from './RuleForm'
import { HISTORY, problemOf, whereTo, type AlertRule } from './rules'

/** What is wrong now, who is told of it, and what was wrong before. */
export function AlertPage() {
  const mayConnect = useMay('manage_connections')
  const mayReadLog = useMay('read_log')
  const [making, setMaking] = useState(false)
  const rules = useQuery({ ...alertRulesQuery, enabled: mayConnect })
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking(true)}>
      New alert rule
    </Button>
  )
  return (
    <Page title="Alerts" about="What is wrong, and who is told of it." actions={mayConnect && rules.data && rules.data.length > 0 && create}>
      <Stack gap="sm" component="section" aria-label="Wrong now">
        <Title order={2} size="h4">
          Wrong now
        </Title>
        <Attention calm="Nothing is wrong now." />
      </Stack>
      {mayConnect && (
        <Stack gap="sm" component="section" aria-label="Alert rules">
          <Title order={2} size="h4">
            Alert rules
          </Title>
          {rules.isPending && <Loading what="the alert rules" rows={2} />}
          {rules.isError && <Failed error={rules.error} retry={() => void rules.refetch()} />}
          {rules.data?.length === 0 && (
            <Nothing title="Nobody is told yet" action={create}>
              A rule sends problems to Slack, by mail, or to a program of yours. Without one they are only in the log and on this page.
            </Nothing>
          )}
          {rules.data && rules.data.length > 0 && (
            <Paper withBorder>
              <ul className="rows" aria-label="Alert rules">
                {rules.data.map((rule) => (
                  <li key={rule.id}>
                    <Rule rule={rule} />
                  </li>
                ))}
              </ul>
            </Paper>
          )}
        </Stack>
      )}
      {mayReadLog && <History />}
      {making && <RuleForm close={() => setMaking(false)} />}
    </Page>
  )
}

function Rule({ rule }: { rule: AlertRule }) {
  const queries = useQueryClient()
  const [editing, setEditing] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const params = { params: { path: { id: rule.id } } }
  const again = () => void queries.invalidateQueries({ queryKey: alertRulesQuery.queryKey })
  const test = useMutation({ mutationFn: () => ask(api.POST('/api/hookline/v1/alertRules/{id}/test', params)), onSettled: again })
  const turn = useMutation({ mutationFn: () => ask(api.PUT('/api/hookline/v1/alertRules/{id}', { ...params, body: { enabled: !rule.enabled, digestMinutes: rule.digestMinutes } })), onSettled: again })
  const remove = useMutation({ mutationFn: () => ask(api.DELETE('/api/hookline/v1/alertRules/{id}', params)), onSuccess: () => setLeaving(false), onSettled: again })
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <Stack gap={4} className="grows">
        <Group gap={8}>
          <Text fw={600} className="wrapped" dir="auto">
            {rule.name}
          </Text>
          {!rule.enabled ? <State tone="still">Off</State> : rule.lastError ? <State tone="bad">Cannot send</State> : <State tone="good">On</State>}
        </Group>
        <Text size="sm" className="wrapped" dir="auto">
          {whereTo(rule.destination)}
        </Text>
        <Text size="sm" c="dimmed" className="wrapped">
          {rule.types.length === 0 ? 'Everything that alerts are for' : rule.types.map(problemOf).join('; ')}
          {rule.folder && ', of one folder'}. Further alerts are gathered for {rule.digestMinutes.toLocaleString()} minutes.
        </Text>
        <Text size="sm" c="dimmed">
          {rule.lastSent ? (
            <>
              Last sent <Time at={rule.lastSent} />
            </>
          ) : (
            'Nothing sent yet'
          )}
          {rule.quietUntil && (
            <>
              , next at the earliest <Time at={rule.quietUntil} />
            </>
          )}
        </Text>
        {rule.lastError && (
          <Text size="sm" className="wrapped">
            {rule.lastErrorAt && <Time at={rule.lastErrorAt} />}: {rule.lastError} ({rule.failures.toLocaleString()} in a row)
          </Text>
        )}
        {test.data && (
          <Text size="sm" role="status" className="wrapped" c={test.data.sent ? undefined : 'red'}>
            {test.data.sent ? 'The sample was accepted.' : `The sample was not accepted: ${test.data.error ?? ''}`}
          </Text>
        )}
        {(test.error ?? turn.error) && (
          <Text size="sm" c="red" role="alert" className="wrapped">
            {(test.error ?? turn.error)?.message}
          </Text>
        )}
      </Stack>
      <Group gap="xs">
        <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate()} aria-label={`Send a sample by ${rule.name}`}>
          Send a sample
        </Button>
        <Button size="xs" variant="default" onClick={() => setEditing(true)} aria-label={`Edit ${rule.name}`}>
          Edit
        </Button>
        <Button size="xs" variant="default" loading={turn.isPending} onClick={() => turn.mutate()} aria-label={`Turn ${rule.enabled ? 'off' : 'on'} ${rule.name}`}>
          {rule.enabled ? 'Turn off' : 'Turn on'}
        </Button>
        <Button size="xs" variant="default" onClick={() => setLeaving(true)} aria-label={`Delete ${rule.name}`}>
          Delete
        </Button>
      </Group>
      {editing && <RuleForm rule={rule} close={() => setEditing(false)} />}
      {leaving && (
        <Confirm title="Delete alert rule" close={() => setLeaving(false)} act={() => remove.mutateAsync()}>
          “{rule.name}” tells nobody any more.
        </Confirm>
      )}
    </Group>
  )
}

/** So many of them are listed; the log has all. */
const MOST = 20

/** The problems of the last week, as the log has them. */
function History() {
  const history = useQuery({
    queryKey: ['log', 'problems'],
    queryFn: () => ask(api.GET('/api/v1/logs', { params: { query: { filter: HISTORY, since: sinceOf('7d'), sortOrder: 'DESCENDING', limit: MOST } } })),
    refetchInterval: 30_000,
  })
  return (
    <Stack gap="sm" component="section" aria-label="The last 7 days">
      <Title order={2} size="h4">
        The last 7 days
      </Title>
      {history.isPending && <Loading what="earlier problems" rows={3} />}
      {history.isError && <Failed error={history.error} retry={() => void history.refetch()} />}
      {history.data?.length === 0 && <Text size="sm">Nothing went wrong.</Text>}
      {history.data && history.data.length > 0 && (
        <Paper withBorder>
          <ul className="rows" aria-label="Earlier problems">
            {history.data.map((event) => {
              const target = event.target?.find((one) => one?.displayName ?? one?.alternateId)
              return (
                <li key={event.uuid}>
                  <PageLink to="/system-log" search={placeOf(event.uuid ?? '', event.published)} underline="hover" fw={600}>
                    {problemOf(event.eventType ?? '')}
                  </PageLink>
                  <Text size="sm" c="dimmed" className="wrapped" dir="auto">
                    {event.published && <Time at={event.published} />}
                    {target && ` · ${target.displayName ?? target.alternateId}`}
                    {event.outcome?.reason && ` · ${event.outcome.reason}`}
                  </Text>
                </li>
              )
            })}
          </ul>
        </Paper>
      )}
      {history.data && history.data.length === MOST && (
        <PageLink to="/system-log" search={{ filter: HISTORY, since: '7d' }}>
          All of them in the System Log
        </PageLink>
      )}
    </Stack>
  )
}
