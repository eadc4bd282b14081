import { Alert, Box, Button, Group, Modal, Paper, Progress, Stack, Switch, Text, Textarea, Title, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { api, ask } from '../api/client'
import { Lanes } from '../flows/cards/CardLanes'
import { lanesOf } from '../flows/cards/lanes'
import { callsQuery, connectionsQuery, documentQuery, namesOf } from '../flows/flows'
import { endpointInputs } from '../flows/inputs'
import { useMay } from '../session/session'
import { Confirm } from '../shown/Confirm'
import { Fact } from '../shown/Fact'
import { Copy } from '../shown/Copy'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { State } from '../shown/Tone'
import { span } from '../time/zone'
import { Time } from '../time/Time'
import { drawn } from './drawn'
import { duration, executionQuery, isOpen, TRIGGERS, type Execution, type Step, type WholeExecution } from './executions'
import { ExecutionStatusMark } from './ExecutionStatusMark'
import { RunAgain } from './RunAgain'
import { StepDetails } from './StepDetails'
import { nested, stepTone, type Placed } from './steps'
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
          {execution && (
            <>
              {' '}
              of{' '}
              <PageLink to="/flows/$flowId" params={{ flowId: execution.flow.id }}>
                this flow
              </PageLink>
              , version {execution.flow.version}
            </>
          )}
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

/** The cards of the version that ran, with what each of them did. */
function Cards({ execution }: { execution: WholeExecution }) {
  const mayReadFlows = useMay('read_flows')
  const [generated, setGenerated] = useState(false)
  const document = useQuery({ ...documentQuery(execution.flow.id, execution.flow.version), enabled: mayReadFlows, retry: false })
  const calls = useQuery({ ...callsQuery(execution.flow.id), enabled: mayReadFlows, retry: false })
  const connections = useQuery({ ...connectionsQuery, enabled: mayReadFlows })
  const lane = useMemo(() => document.data && lanesOf(document.data), [document.data])
  const steps = useMemo(() => lane && drawn(lane, execution.steps), [lane, execution.steps])
  if (mayReadFlows && document.isPending) return <Loading what="the cards" rows={6} />
  if (!lane || !steps || execution.steps.length === 0) return <StepList execution={execution} />
  return (
    <Stack gap="sm" component="section" aria-label="Cards">
      <Group justify="space-between">
        <Title order={2} size="h4">
          Cards
        </Title>
        <Switch size="sm" label="Show generated cards" checked={generated} onChange={(event) => setGenerated(event.currentTarget.checked)} />
      </Group>
      <Lanes
        lane={lane}
        label="Cards"
        names={namesOf(calls.data, connections.data)}
        generated={generated}
        extra={(card) => {
          const own = steps.get(card.path) ?? []
          const failed = Boolean(own.at(-1)?.error)
          return {
            mark: <StepMark steps={own} execution={execution} />,
            body:
              own.length > 0 ? (
                <Stack gap="lg">
                  {own.map((step) => (
                    <StepDetails key={step.attempt} step={step} execution={execution} />
                  ))}
                </Stack>
              ) : undefined,
            failed,
            idle: own.length === 0,
            open: failed,
          }
        }}
      />
    </Stack>
  )
}

function StepList({ execution }: { execution: WholeExecution }) {
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
              <StepCard placed={placed} execution={execution} />
            </li>
          ))}
        </ol>
      )}
    </Stack>
  )
}

/** A step in a list, where the cards of its version are not known. */
function StepCard({ placed, execution }: { placed: Placed; execution: Execution }) {
  const { step, number } = placed
  const failed = Boolean(step.error)
  const [open, { toggle }] = useDisclosure(failed)
  return (
    <Paper withBorder className={failed ? 'card card-failed' : 'card'}>
      <UnstyledButton w="100%" onClick={toggle} aria-expanded={open}>
        <Group wrap="nowrap" gap="sm" p="sm" align="flex-start">
          {open ? <IconChevronDown size={18} className="fold-mark" aria-hidden /> : <IconChevronRight size={18} className="fold-mark" aria-hidden />}
          <Box className="grows">
            <Text fw={600} size="sm" className="wrapped" dir="auto">
              <span className="card-number">{number}</span> {step.title}
            </Text>
            <Text size="xs" c="dimmed" className="wrapped">
              {step.card}
            </Text>
          </Box>
          <StepMark steps={[step]} execution={execution} />
        </Group>
      </UnstyledButton>
      {open && (
        <Box p="md" pt={4}>
          <StepDetails step={step} execution={execution} />
        </Box>
      )}
    </Paper>
  )
}

/** How a card ended, or how far it is. */
function StepMark({ steps, execution }: { steps: Step[]; execution: Execution }) {
  const step = steps.at(-1)
  if (!step) return isOpen(execution) ? null : <State tone="still">Not run</State>
  const { tone, label } = stepTone(step)
  const { progress } = step
  return (
    <Group gap="xs" wrap="wrap" justify="flex-end" className="card-mark">
      {progress && progress.of !== undefined && isOpen(execution) && (
        <Progress w={80} value={(100 * progress.done) / Math.max(1, progress.of)} aria-label={`${progress.done} of ${progress.of} done`} />
      )}
      <Text size="xs" c="dimmed" className="card-time">
        {span(step.millis)}
        {steps.length > 1 && `, ${steps.length} attempts`}
      </Text>
      <State tone={tone}>{label}</State>
    </Group>
  )
}

function Actions({ execution }: { execution: Execution }) {
  const queries = useQueryClient()
  const mayRun = useMay('run_flows')
  const [asking, { open, close }] = useDisclosure()
  const [resuming, { open: openResume, close: closeResume }] = useDisclosure()
  const [body, setBody] = useState('')
  const params = { params: { path: { executionId: execution.id } } }
  const settled = { onSettled: () => void queries.invalidateQueries({ queryKey: ['executions', execution.id] }) }
  const cancel = useMutation({ mutationFn: () => ask(api.POST('/api/hookline/v1/executions/{executionId}/cancel', params)), ...settled })
  const resume = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/executions/{executionId}/resume', { ...params, body: endpointInputs(body) as never })),
    onSuccess: closeResume,
    ...settled,
  })
  const mayReadFlows = useMay('read_flows')
  const inBuilder = mayReadFlows && execution.dataSaved && (
    <PageLink to="/flows/$flowId/edit" params={{ flowId: execution.flow.id }} search={{ execution: execution.id }}>
      Open in builder with these values
    </PageLink>
  )
  if (!mayRun) return inBuilder || null
  return (
    <Stack gap={4} align="flex-end">
      <Group gap="xs">
        {inBuilder}
        {execution.waits?.paused && <Button onClick={openResume}>Resume</Button>}
        {isOpen(execution) && execution.status !== 'CANCELLING' && (
          <Button variant="default" onClick={open}>
            Cancel
          </Button>
        )}
        {execution.status === 'FAILURE' && !execution.parent && <RunAgain execution={execution} from="failed" />}
        {!isOpen(execution) && !execution.parent && <RunAgain execution={execution} from="start" />}
      </Group>
      {asking && (
        <Confirm title="Cancel execution" yes="Yes, cancel" no="No, keep running" act={() => cancel.mutateAsync()} close={close}>
          It ends before its next card, and so do the helpers that it called. What it has done already stays done.
        </Confirm>
      )}
      <Modal opened={resuming} onClose={closeResume} title="Resume the execution" closeButtonProps={{ 'aria-label': 'Close' }}>
        <Textarea
          label="Body"
          description="What the Pause card gives to the next cards, as JSON; empty for nothing"
          autosize
          minRows={3}
          maxRows={12}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
          classNames={{ input: 'mono' }}
        />
        {resume.error && (
          <Text size="sm" c="red" role="alert" mt="sm" className="wrapped">
            {resume.error.message}
          </Text>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={closeResume}>
            Let it wait
          </Button>
          <Button loading={resume.isPending} onClick={() => resume.mutate()}>
            Resume
          </Button>
        </Group>
      </Modal>
    </Stack>
  )
}
