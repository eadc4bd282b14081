import { Alert, Box, Button, Code, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import type { Json } from '../shown/json'
import { JsonTree } from '../shown/JsonTree'
import { PageLink } from '../shown/links'
import { Failed, Loading } from '../shown/states'
import { span } from '../time/zone'
import { Time } from '../time/Time'
import { masked } from './drawn'
import { duration, STATUSES, type Execution, type Step } from './executions'
import { RunAgain } from './RunAgain'

/** What a card took and gave in one attempt, and what went wrong. */
export function StepDetails({ step, execution }: { step: Step; execution: Execution }) {
  return (
    <Stack gap="sm">
      <StepError step={step} execution={execution} />
      {step.note !== undefined && step.note !== null && (
        <Alert color="blue" variant="light" p="xs">
          <Text size="sm" className="wrapped">
            {typeof step.note === 'string' ? step.note : JSON.stringify(step.note)}
          </Text>
        </Alert>
      )}
      {step.helpers?.href && <HelpersOf count={step.helpers.count} href={step.helpers.href} of={step.title} />}
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
      {(masked(step.inputs) || masked(step.outputs)) && (
        <Text size="xs" c="dimmed">
          Secrets were masked as *** when the values were saved; the card itself had them.
        </Text>
      )}
      <Text size="xs" c="dimmed">
        Started <Time at={step.startedAt} precise />
        {step.attempt > 1 && `, attempt ${step.attempt}`}
      </Text>
    </Stack>
  )
}

/** The executions that a card called, folded until somebody wants to see them. */
function HelpersOf({ count, href, of }: { count: number; href: string; of: string }) {
  const [open, setOpen] = useState(false)
  const search = called(href)
  const list = useQuery({
    queryKey: ['executions', 'helpers', search],
    queryFn: () => ask(api.GET('/api/hookline/v1/executions', { params: { query: { ...search, limit: 20 } } })),
    enabled: open,
  })
  return (
    <Box>
      <Button size="compact-sm" variant="default" aria-expanded={open} onClick={() => setOpen(!open)} aria-label={`${count === 1 ? 'One helper' : `${count.toLocaleString()} helpers`} of ${of}`}>
        {count === 1 ? 'One helper' : `${count.toLocaleString()} helpers`}
      </Button>
      {open && list.isPending && <Loading what="the helpers" rows={2} />}
      {open && list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {open && list.data && (
        <>
          <HelperList all={list.data} />
          {count > list.data.length && (
            <PageLink to="/executions" search={search}>
              All {count.toLocaleString()} helpers
            </PageLink>
          )}
        </>
      )}
    </Box>
  )
}

/** Executions below the one that called them. */
export function HelperList({ all }: { all: Execution[] }) {
  return (
    <ul className="helpers">
      {all.map((one) => {
        const ran = duration(one)
        return (
          <li key={one.id}>
            <PageLink to="/executions/$executionId" params={{ executionId: one.id }} className="wrapped" dir="auto">
              {one.flow.name}
            </PageLink>{' '}
            <Text span size="xs" c="dimmed">
              {STATUSES[one.status].label}
              {ran !== undefined && `, ${span(ran)}`}
            </Text>
          </li>
        )
      })}
    </ul>
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
        {step.error && execution.status === 'FAILURE' && !execution.parent && <RunAgain execution={execution} from="failed" size="xs" />}
        {error.execution && error.execution !== execution.id && (
          <PageLink to="/executions/$executionId" params={{ executionId: error.execution }}>
            The execution in which it began
          </PageLink>
        )}
      </Stack>
    </Alert>
  )
}
