import { Stepper } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { PageLink } from '../../shown/links'
import { Page } from '../../shown/Page'
import { Failed, Loading } from '../../shown/states'
import { hookQuery } from '../hooks'
import { Details } from './Details'
import { Filters } from './Filters'
import { Preview } from './Preview'
import { Verify } from './Verify'

const edit = getRouteApi('/event-hooks/$hookId/edit')
const create = getRouteApi('/event-hooks/new')

const STEPS = ['details', 'filters', 'preview', 'verify'] as const
const LABELS = ['Details', 'Filters', 'Preview', 'Verify']

export type WizardStep = (typeof STEPS)[number]

/** The first step for a hook that does not exist yet. */
export function NewHookPage() {
  const { type, flow } = create.useSearch()
  return (
    <Page title="Create Event Hook" about={<PageLink to="/event-hooks">Event Hooks</PageLink>}>
      <Steps at={0} />
      <Details types={type ? [type] : []} flow={flow} />
    </Page>
  )
}

/** All steps for one that does; going back changes it and never makes another one. */
export function EditHookPage() {
  const { hookId } = edit.useParams()
  const { step = 'details' } = edit.useSearch()
  const navigate = useNavigate()
  const hook = useQuery(hookQuery(hookId))
  const at = Math.max(0, (STEPS as readonly string[]).indexOf(step))
  const go = (to: WizardStep) => void navigate({ to: '/event-hooks/$hookId/edit', params: { hookId }, search: { step: to } })
  return (
    <Page
      title={hook.data?.name ?? 'Event hook'}
      about={
        <>
          <PageLink to="/event-hooks">Event Hooks</PageLink> /{' '}
          <PageLink to="/event-hooks/$hookId" params={{ hookId }}>
            This hook
          </PageLink>
        </>
      }
    >
      <Steps at={at} go={(index) => go(STEPS[index] ?? 'details')} />
      {hook.isPending && <Loading what="the event hook" />}
      {hook.isError && <Failed error={hook.error} retry={() => void hook.refetch()} />}
      {hook.data && at === 0 && <Details key={hook.data.id} hook={hook.data} />}
      {hook.data && at === 1 && <Filters key={hook.data.id} hook={hook.data} next={() => go('preview')} />}
      {hook.data && at === 2 && <Preview key={hook.data.id} hook={hook.data} next={() => go('verify')} />}
      {hook.data && at === 3 && <Verify hook={hook.data} />}
    </Page>
  )
}

function Steps({ at, go }: { at: number; go?: (index: number) => void }) {
  return (
    <Stepper active={at} onStepClick={go} size="sm" aria-label="Steps" allowNextStepsSelect={Boolean(go)} className="steps">
      {LABELS.map((label, index) => (
        <Stepper.Step key={label} label={label} disabled={!go && index !== at} aria-current={index === at ? 'step' : undefined} />
      ))}
    </Stepper>
  )
}
