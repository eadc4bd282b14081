import { Alert, Badge, Button, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { Fragment } from 'react'
import { ExecutionStatusMark } from '../../executions/ExecutionStatusMark'
import { duration } from '../../executions/executions'
import { PageLink } from '../../shown/links'
import { State, type Tone } from '../../shown/Tone'
import { span } from '../../time/zone'
import type { CardAt } from '../document'
import type { ShownRun, Trial } from './useShownRun'
import { cardAt, inShort } from './values'

const ENDINGS: Record<Trial['ending'], { label: string; tone: Tone }> = {
  SUCCESS: { label: 'Success', tone: 'good' },
  STOPPED: { label: 'Ended early', tone: 'good' },
  FAILURE: { label: 'Error', tone: 'bad' },
  PAUSED: { label: 'Stands at a Pause card', tone: 'attention' },
  UNFINISHED: { label: 'Not finished', tone: 'attention' },
}

const CUTS: Record<NonNullable<Trial['cut']>, string> = {
  STEPS: 'It ran 2,000 cards, which is as many as a dry run may. Try it with fewer records.',
  TIME: 'It ran for 20 seconds, which is as long as a dry run may.',
  HALT: 'Everything was halted meanwhile.',
  SHUTDOWN: 'The server ended meanwhile.',
}

const EFFECTS: Record<string, { label: string; color: string }> = {
  NOTIFY: { label: 'Notifies', color: 'blue' },
  CHANGE: { label: 'Changes', color: 'yellow' },
  DESTRUCTIVE: { label: 'Destroys', color: 'red' },
  UNKNOWN: { label: 'Unknown', color: 'gray' },
}

/** How the shown run ended, and what it did or would have done. */
export function RunOutcome({ run, show }: { run: ShownRun; show: (at: CardAt) => void }) {
  const { shown, execution } = run
  if (!shown) return null
  return (
    <Stack gap="sm" component="section" aria-label="What happened" role="status">
      <Group justify="space-between">
        <Title order={3} size="h5">
          {shown.kind === 'try' ? 'Dry run' : 'Execution'}
        </Title>
        <Button size="compact-xs" variant="default" onClick={() => run.show(undefined)}>
          Take its values off the cards
        </Button>
      </Group>
      {shown.kind === 'try' ? (
        <OfTrial trial={shown.trial} place={(path) => cardAt(shown.document, path)} show={show} />
      ) : run.error ? (
        <Text size="sm" c="red" className="wrapped">
          {run.error.message}
        </Text>
      ) : execution ? (
        <>
          <Group gap="xs">
            <ExecutionStatusMark status={execution.status} />
            {duration(execution) !== undefined && (
              <Text size="sm" c="dimmed">
                {span(duration(execution)!)}
              </Text>
            )}
            {execution.mode === 'observe' && <Text size="sm">observed: nothing was changed</Text>}
            {execution.mode === 'dry_run' && <Text size="sm">dry run: nothing was changed</Text>}
          </Group>
          {execution.error && <Failure title={execution.error.title} message={execution.error.message} advice={execution.error.advice} at={execution.error.path === undefined ? undefined : cardAt(shown.document, execution.error.path)} show={show} />}
          {!execution.dataSaved && <Text size="sm">The flow does not save data, so there are no values to show on its cards.</Text>}
          <PageLink to="/executions/$executionId" params={{ executionId: execution.id }} size="sm">
            Open the execution
          </PageLink>
        </>
      ) : (
        <Text size="sm">It begins…</Text>
      )}
    </Stack>
  )
}

function OfTrial({ trial, place, show }: { trial: Trial; place: (path: string) => CardAt | undefined; show: (at: CardAt) => void }) {
  const helpers = new Map(trial.helpers.map((helper) => [helper.id, helper]))
  const ending = ENDINGS[trial.ending]
  return (
    <>
      <Group gap="xs">
        <State tone={ending.tone}>{ending.label}</State>
        <Text size="sm" c="dimmed">
          {span(Date.parse(trial.endedAt) - Date.parse(trial.startedAt))}, {trial.steps.filter((step) => !step.hidden).length} cards
        </Text>
      </Group>
      {trial.stoppedBy && (
        <Text size="sm" className="wrapped">
          Stopped by “{trial.stoppedBy}”.
        </Text>
      )}
      {trial.cut && <Text size="sm">{CUTS[trial.cut]}</Text>}
      {trial.error ? (
        <Failure title={trial.error.title} message={trial.error.message} advice={trial.error.advice} at={trial.error.path === undefined ? undefined : place(trial.error.path)} show={show} />
      ) : (
        trial.failure && <Failure message={trial.failure} show={show} />
      )}
      <Title order={4} size="h6">
        What it would have done
      </Title>
      {trial.withheld.length === 0 ? (
        <Text size="sm">Nothing: no card that it came to notifies anybody or changes anything.</Text>
      ) : (
        <ol className="try-withheld">
          {trial.withheld.map((one, index) => {
            const helper = one.helper ? helpers.get(one.helper) : undefined
            // What a helper would have done is shown at the card that called it, as far as that is one of this flow.
            const at = helper ? (helper.parent === null ? place(helper.path) : undefined) : place(one.path)
            const effect = EFFECTS[one.effect] ?? EFFECTS.UNKNOWN!
            const line = (
              <>
                <Group gap={6} wrap="nowrap">
                  <Badge size="xs" variant="light" color={effect.color} style={{ flex: 'none' }}>
                    {effect.label}
                  </Badge>
                  <Text span size="sm" fw={600} className="wrapped" dir="auto">
                    {one.title}
                  </Text>
                </Group>
                {helper && (
                  <Text size="xs" c="dimmed" className="wrapped">
                    in the helper “{helper.flow.name}”
                  </Text>
                )}
                <Text size="xs" className="wrapped" dir="auto">
                  {inShort(one.inputs)}
                </Text>
              </>
            )
            return (
              <Fragment key={index}>
                <li>
                  {at ? (
                    <UnstyledButton className="try-link" onClick={() => show(at)}>
                      {line}
                    </UnstyledButton>
                  ) : (
                    <div className="try-link">{line}</div>
                  )}
                </li>
              </Fragment>
            )
          })}
        </ol>
      )}
    </>
  )
}

function Failure({ title, message, advice, at, show }: { title?: string; message?: string; advice?: string; at?: CardAt; show: (at: CardAt) => void }) {
  return (
    <Alert color="red" variant="light" p="sm" title={title ? `The card “${title}” failed` : 'It failed'}>
      <Stack gap={4}>
        {message && (
          <Text size="sm" className="wrapped">
            {message}
          </Text>
        )}
        {advice && (
          <Text size="sm" className="wrapped">
            What to do: {advice}
          </Text>
        )}
        {at && (
          <Button size="compact-xs" variant="default" w="fit-content" onClick={() => show(at)}>
            Show the card
          </Button>
        )}
      </Stack>
    </Alert>
  )
}
