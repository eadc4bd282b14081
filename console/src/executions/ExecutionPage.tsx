import { Alert, Box, Button, Code, Collapse, Group, Modal, Paper, Progress, Stack, Switch, Text, Title, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { api, ask } from '../api/client'
import { useMay } from '../session/session'
import { Copy } from '../shown/Copy'
import type { Json } from '../shown/json'
import { JsonTree } from '../shown/JsonTree'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { State } from '../shown/Tone'
import { span } from '../time/zone'
import { Time } from '../time/Time'
import { duration, executionQuery, isOpen, TRIGGERS, type Execution, type Step, type WholeExecution } from './executions'
import { ExecutionStatusMark } from './ExecutionStatusMark'
import { nested, stepTone, type Placed } from './steps'
import '../shown/facts.css'
import './execution.css'

const route = getRouteApi('/executions/$executionId')

/** One execution, card by card. */
export function ExecutionPage() {
  const { executionId } = route.useParams()
  const query = useQuery(executionQuery(executionId))
  const execution = query.data
  return (
    <Page
      title={execution?.flow.name ?? 'Execution'}
      about={
        <>
          <PageLink to="/executions" search={execution ? { flow: execution.flow.id } : {}}>
            Execution History
          </PageLink>
          {execution && <> of this flow, version {execution.flow.version}</>}
        </>
      }
      actions={execution && <Actions execution={execution} />}
    >
      {query.isPending && <Loading what="the execution" rows={8} />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {execution && (
        <>
          <Facts execution={execution} />
          <WhatWentWrong execution={execution} />
          <Cards execution={execution} />
        </>
      )}
    </Page>
  )
}

function Facts({ execution }: { execution: WholeExecution }) {
  const ran = duration(execution)
  return (
    <Paper withBorder p="md" component="section" aria-label="Facts">
      <dl className="facts">
        <Fact name="Status">
          <Group gap={6}>
            <span role="status">
              <ExecutionStatusMark status={execution.status} />
            </span>
            {execution.mode === 'observe' && <Text size="sm">observed: nothing was changed</Text>}
            {execution.mode === 'dry_run' && <Text size="sm">dry run: nothing was changed</Text>}
          </Group>
        </Fact>
        <Fact name="Started">{execution.startedAt ? <Time at={execution.startedAt} precise /> : 'Not yet'}</Fact>
        {ran !== undefined && <Fact name={execution.endedAt ? 'Duration' : 'Running for'}>{span(ran)}</Fact>}
        <Fact name="Started by">{TRIGGERS[execution.trigger]}</Fact>
        {execution.parent && (
          <Fact name="Called by">
            <PageLink to="/executions/$executionId" params={{ executionId: execution.parent }}>
              The execution that called it
            </PageLink>
          </Fact>
        )}
        {execution.root !== execution.id && execution.root !== execution.parent && (
          <Fact name="Began with">
            <PageLink to="/executions/$executionId" params={{ executionId: execution.root ?? '' }}>
              The first of the chain
            </PageLink>
          </Fact>
        )}
        {execution.root === execution.id && (
          <Fact name="Chain">
            <PageLink to="/executions" search={{ root: execution.id }}>
              All that it caused
            </PageLink>
          </Fact>
        )}
        {execution.waits && (
          <Fact name={execution.waits.paused ? 'Waits for a call of the resume URL until' : 'Waits until'}>
            <Time at={execution.waits.until} />
          </Fact>
        )}
        <Fact name="Id">
          <Group gap={4} wrap="nowrap">
            <span className="mono">{execution.id}</span>
            <Copy text={execution.id} label="Copy the id" />
          </Group>
        </Fact>
      </dl>
    </Paper>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function WhatWentWrong({ execution }: { execution: WholeExecution }) {
  const { error } = execution
  return (
    <>
      {error && (
        <Alert color="red" variant="light" title={error.title ? `The card “${error.title}” failed` : 'The execution failed'}>
          <Stack gap={4}>
            {error.message && <Text className="wrapped">{error.message}</Text>}
            {error.expected && (
              <Text size="sm" className="wrapped">
                Expected: {error.expected}
              </Text>
            )}
            {error.advice && (
              <Text size="sm" className="wrapped">
                What to do: {error.advice}
              </Text>
            )}
            {error.helper && (
              <PageLink to="/executions/$executionId" params={{ executionId: error.helper.execution }}>
                It began in the helper “{error.helper.flow.name}”, at its card “{error.helper.title}”
              </PageLink>
            )}
          </Stack>
        </Alert>
      )}
      {execution.stoppedBy && (
        <Alert color="blue" variant="light" title="Ended early">
          <Text className="wrapped">{execution.stoppedBy}</Text>
        </Alert>
      )}
      {!execution.dataSaved && (
        <Alert color="gray" variant="light" title="Not saving data">
          The flow did not save the data that passed through it: which cards ran is known, their values are not.
        </Alert>
      )}
    </>
  )
}

function Cards({ execution }: { execution: WholeExecution }) {
  const [hidden, setHidden] = useState(false)
  const all = nested(execution.steps)
  const shown = all.filter(({ step }) => hidden || !step.hidden)
  const some = all.length - all.filter(({ step }) => !step.hidden).length
  return (
    <Stack gap="sm" component="section" aria-label="Cards">
      <Group justify="space-between">
        <Title order={2} size="h4">
          Cards
        </Title>
        {some > 0 && <Switch size="sm" label={`Show ${some === 1 ? 'one generated card' : `${some} generated cards`}`} checked={hidden} onChange={(event) => setHidden(event.currentTarget.checked)} />}
      </Group>
      {shown.length === 0 ? (
        <Nothing title="No card has run">{isOpen(execution) ? 'They appear here while they run.' : 'The execution ended before its first card.'}</Nothing>
      ) : (
        <ol className="cards">
          {shown.map((placed) => (
            <li key={`${placed.step.path} ${placed.step.attempt}`} style={{ marginInlineStart: `${Math.min(placed.depth, 5) * 20}px` }}>
              <Card placed={placed} execution={execution} />
            </li>
          ))}
        </ol>
      )}
    </Stack>
  )
}

function Card({ placed, execution }: { placed: Placed; execution: Execution }) {
  const { step, number } = placed
  const failed = Boolean(step.error)
  const [open, { toggle }] = useDisclosure(failed)
  const { tone, label } = stepTone(step)
  const hasMore = execution.dataSaved || failed || Boolean(step.helpers) || Boolean(step.note)
  const head = (
    <Group wrap="nowrap" gap="sm" p="sm" align="flex-start">
      {hasMore ? open ? <IconChevronDown size={18} className="fold-mark" aria-hidden /> : <IconChevronRight size={18} className="fold-mark" aria-hidden /> : <span className="fold-mark" />}
      <Box className="grows">
        <Text fw={600} size="sm" className="wrapped" dir="auto">
          <span className="card-number">{number}</span> {step.title}
        </Text>
        <Text size="xs" c="dimmed" className="wrapped">
          {step.card}
          {step.attempt > 1 && `, attempt ${step.attempt}`}
        </Text>
      </Box>
      <Text size="xs" c="dimmed" className="card-time">
        {span(step.millis)}
      </Text>
      <State tone={tone}>{label}</State>
    </Group>
  )
  return (
    <Paper withBorder className={failed ? 'card card-failed' : 'card'}>
      {hasMore ? (
        <UnstyledButton w="100%" onClick={toggle} aria-expanded={open}>
          {head}
        </UnstyledButton>
      ) : (
        head
      )}
      {step.progress && step.progress.of !== undefined && isOpen(execution) && (
        <Progress value={(100 * step.progress.done) / Math.max(1, step.progress.of)} aria-label={`${step.progress.done} of ${step.progress.of} done`} mx="sm" mb="sm" />
      )}
      {hasMore && (
        <Collapse expanded={open}>
          {open && (
            <Stack gap="sm" p="md" pt={4}>
              <StepError step={step} execution={execution} />
              {step.note !== undefined && step.note !== null && (
                <Alert color="blue" variant="light" p="xs">
                  <Text size="sm" className="wrapped">
                    {typeof step.note === 'string' ? step.note : JSON.stringify(step.note)}
                  </Text>
                </Alert>
              )}
              {step.helpers && (
                <PageLink to="/executions" search={called(step.helpers.href)}>
                  {step.helpers.count === 1 ? 'The helper that it called' : `${step.helpers.count} helpers that it called`}
                </PageLink>
              )}
              {execution.dataSaved && (
                <div className="values">
                  <Values title="Inputs" value={step.inputs as Json | undefined} of={step.title} />
                  <Values title="Outputs" value={step.outputs as Json | undefined} of={step.title} />
                </div>
              )}
              {step.truncated && (
                <Text size="xs" c="dimmed">
                  Long values of this card were cut when they were saved; the cards themselves had the whole ones.
                </Text>
              )}
              <Text size="xs" c="dimmed">
                Started <Time at={step.startedAt} precise />
              </Text>
            </Stack>
          )}
        </Collapse>
      )}
    </Paper>
  )
}

/** Which helpers an address lists: after a rerun from the failed card they may be another execution's. */
function called(href: string) {
  const query = new URL(href, window.location.origin).searchParams
  return { parent: query.get('parent') ?? undefined, path: query.get('path') ?? undefined }
}

function Values({ title, value, of }: { title: string; value: Json | undefined; of: string }) {
  const none = value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  return (
    <Box className="grows">
      <Text size="xs" fw={600} c="dimmed" mb={4}>
        {title}
      </Text>
      {none ? (
        <Text size="sm" c="dimmed">
          None
        </Text>
      ) : (
        <JsonTree value={value} label={`${title} of ${of}`} search={typeof value === 'object'} />
      )}
    </Box>
  )
}

function StepError({ step, execution }: { step: Step; execution: Execution }) {
  const { error } = step
  if (!error) return null
  return (
    <Alert color="red" variant="light" p="sm" title={`${error.kind}${error.statusCode ? `, the other system answered ${error.statusCode}` : ''}`}>
      <Stack gap={4}>
        {error.message && (
          <Text size="sm" className="wrapped">
            {error.message}
          </Text>
        )}
        <Text size="sm" className="wrapped">
          What to do: {error.advice}
        </Text>
        {error.body !== undefined && error.body !== null && error.body !== '' && (
          <Box>
            <Text size="xs" fw={600} c="dimmed">
              What the other system answered
            </Text>
            {typeof error.body === 'string' ? <Code block>{error.body}</Code> : <JsonTree value={error.body as Json} label="the answer" />}
          </Box>
        )}
        {error.execution && error.execution !== execution.id && (
          <PageLink to="/executions/$executionId" params={{ executionId: error.execution }}>
            The execution in which it began
          </PageLink>
        )}
      </Stack>
    </Alert>
  )
}

function Actions({ execution }: { execution: Execution }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const mayRun = useMay('run_flows')
  const [asking, { open, close }] = useDisclosure()
  const params = { params: { path: { executionId: execution.id } } }
  const again = useMutation({
    mutationFn: (from: 'start' | 'failed') => ask(api.POST('/api/hookline/v1/executions/{executionId}/rerun', { ...params, body: { from } })),
    onSuccess: (made) => navigate({ to: '/executions/$executionId', params: { executionId: made.id } }),
  })
  const cancel = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/executions/{executionId}/cancel', params)),
    onSuccess: close,
    onSettled: () => void queries.invalidateQueries({ queryKey: ['executions', execution.id] }),
  })
  if (!mayRun) return null
  const failure = again.error ?? cancel.error
  return (
    <Stack gap={4} align="flex-end">
      <Group gap="xs">
        {isOpen(execution) && execution.status !== 'CANCELLING' && (
          <Button variant="default" onClick={open}>
            Cancel
          </Button>
        )}
        {execution.status === 'FAILURE' && (
          <Button variant="default" loading={again.isPending && again.variables === 'failed'} onClick={() => again.mutate('failed')}>
            Run again from the failed card
          </Button>
        )}
        {!isOpen(execution) && (
          <Button loading={again.isPending && again.variables === 'start'} onClick={() => again.mutate('start')}>
            Run again
          </Button>
        )}
      </Group>
      {failure && (
        <Text size="sm" c="red" role="alert" className="wrapped" maw={420}>
          {failure.message}
        </Text>
      )}
      <Modal opened={asking} onClose={close} title="Cancel execution" closeButtonProps={{ 'aria-label': 'Close' }}>
        <Text>It ends before its next card, and so do the helpers that it called. What it has done already stays done.</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            No, keep running
          </Button>
          <Button color="red.9" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            Yes, cancel
          </Button>
        </Group>
      </Modal>
    </Stack>
  )
}

