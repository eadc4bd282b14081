import { Alert, Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { useMay } from '../session/session'
import type { Json } from '../shown/json'
import { JsonTree } from '../shown/JsonTree'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading } from '../shown/states'
import { State } from '../shown/Tone'
import { Time } from '../time/Time'
import { approvalQuery, left, otherwise, STATUSES, titleOf, type Approval } from './approvals'
import '../shown/facts.css'

const route = getRouteApi('/approvals/$approvalId')

/** What would be done, to whom and why; and two buttons. Opening the page decides nothing. */
export function ApprovalPage() {
  const { approvalId } = route.useParams()
  const approval = useQuery(approvalQuery(approvalId))
  const one = approval.data
  return (
    <Page title={one ? titleOf(one) : 'Approval'} about={<PageLink to="/approvals">Approvals</PageLink>}>
      {approval.isPending && <Loading what="the approval" />}
      {approval.isError && <Failed error={approval.error} retry={() => void approval.refetch()} />}
      {one && (
        <>
          <Facts approval={one} />
          <Stack gap="xs" component="section" aria-label="With these values">
            <Title order={2} size="h4">
              With these values
            </Title>
            {one.values ? (
              <Paper withBorder p="md">
                <JsonTree value={one.values as Json} label="Values" />
              </Paper>
            ) : (
              <Text size="sm" c="dimmed">
                It is over; the execution’s history has them as long as it is kept.
              </Text>
            )}
          </Stack>
          {one.status === 'PENDING' && <Decide approval={one} />}
        </>
      )}
    </Page>
  )
}

function Facts({ approval }: { approval: Approval }) {
  const { label, tone } = STATUSES[approval.status]
  const mayRead = useMay('read_executions')
  return (
    <Paper withBorder p="md" component="section" aria-label="What is asked">
      <dl className="facts">
        <div>
          <dt>State</dt>
          <dd>
            <State tone={tone}>{label}</State>
          </dd>
        </div>
        <div>
          <dt>{approval.connection ? 'Would run' : 'Asked by'}</dt>
          <dd dir="auto">
            the card {approval.card.title}
            {approval.connection && ` with the connection ${approval.connection}`}
          </dd>
        </div>
        <div>
          <dt>Flow</dt>
          <dd dir="auto">{approval.flow.name}</dd>
        </div>
        {approval.reason && (
          <div>
            <dt>Why</dt>
            <dd dir="auto">{approval.reason}</dd>
          </div>
        )}
        <div>
          <dt>Execution</dt>
          <dd>
            {mayRead ? (
              <PageLink to="/executions/$executionId" params={{ executionId: approval.execution }}>
                <span className="mono">{approval.execution}</span>
              </PageLink>
            ) : (
              <span className="mono">{approval.execution}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>Asked</dt>
          <dd>
            <Time at={approval.askedAt} />
          </dd>
        </div>
        <div>
          <dt>{approval.status === 'PENDING' ? left(approval.until, Date.now()) : 'Time until'}</dt>
          <dd>
            <Time at={approval.until} />. {(approval.status === 'PENDING' || approval.status === 'EXPIRED') && otherwise(approval.otherwise)}
          </dd>
        </div>
        {approval.decidedBy && (
          <div>
            <dt>Decided</dt>
            <dd dir="auto">
              by {approval.decidedBy} {approval.decidedAt && <Time at={approval.decidedAt} />}
            </dd>
          </div>
        )}
        {approval.comment && (
          <div>
            <dt>Comment</dt>
            <dd dir="auto">{approval.comment}</dd>
          </div>
        )}
      </dl>
    </Paper>
  )
}

function Decide({ approval }: { approval: Approval }) {
  const queries = useQueryClient()
  const may = useMay('approve')
  const [comment, setComment] = useState('')
  const decide = useMutation({
    mutationFn: (decision: 'approve' | 'deny') =>
      ask(api.POST('/api/hookline/v1/approvals/{id}/decision', { params: { path: { id: approval.id } }, body: { decision, comment: comment.trim() || null } })),
    onSuccess: (decided) => queries.setQueryData(['approvals', approval.id], decided),
    // Also when somebody else was first: the page then says who.
    onSettled: () => void queries.invalidateQueries({ queryKey: ['approvals'] }),
  })
  if (!may) return null
  return (
    <Paper withBorder p="md" component="section" aria-label="Decide">
      <Stack gap="md">
        <Textarea
          label="Comment"
          description="Stands in the history and in the log; write no secrets into it"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={1000}
          dir="auto"
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        {decide.error && (
          <Alert color="red" variant="light" role="alert" title="Your decision did not count">
            <Text size="sm" className="wrapped">
              {decide.error.message}
            </Text>
          </Alert>
        )}
        <Group>
          <Button loading={decide.isPending && decide.variables === 'approve'} disabled={decide.isPending} onClick={() => decide.mutate('approve')}>
            Approve
          </Button>
          <Button color="red" variant="outline" loading={decide.isPending && decide.variables === 'deny'} disabled={decide.isPending} onClick={() => decide.mutate('deny')}>
            Deny
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}
