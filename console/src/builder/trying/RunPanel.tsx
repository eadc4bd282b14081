import { ActionIcon, Alert, Button, Group, Stack, Tabs, Text, Title } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { mayAct } from '../../flows/inputs'
import { useMay } from '../../session/session'
import { Confirm } from '../../shown/Confirm'
import type { Document } from '../document'
import { useBuilder } from '../page/builder'
import { RunOutcome } from './RunOutcome'
import { PastEvents } from './PastEvents'
import { NOTHING_CHOSEN, startOf, type Chosen } from './start'
import { StartForm } from './StartForm'
import type { ShownRun } from './useShownRun'
import './try.css'

/** Beside the canvas: tries what is on the page, runs the saved version, tries it on past events. */
export function RunPanel({ changed, saved, run, close }: { changed: boolean; saved: Document; run: ShownRun; close: () => void }) {
  const { flow } = useBuilder()
  const mayTest = useMay('read_log')
  const backtest = flow?.type === 'endpoint' && mayTest
  return (
    <aside className="try-panel" aria-label="Run">
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <Title order={2} size="h4">
          Run
        </Title>
        <ActionIcon variant="subtle" color="gray" aria-label="Close Run" onClick={close}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Group>
      {backtest ? (
        <Tabs defaultValue="now" keepMounted={false}>
          <Tabs.List mb="sm">
            <Tabs.Tab value="now">Now</Tabs.Tab>
            <Tabs.Tab value="past">Try on past events</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="now">
            <RunNow changed={changed} saved={saved} run={run} />
          </Tabs.Panel>
          <Tabs.Panel value="past">
            <PastEvents flow={flow.id} changed={changed} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <RunNow changed={changed} saved={saved} run={run} />
      )}
    </aside>
  )
}

function RunNow({ changed, saved, run }: { changed: boolean; saved: Document; run: ShownRun }) {
  const { document, flow, jump, select } = useBuilder()
  const mayManage = useMay('manage_flows')
  const [chosen, setChosen] = useState<Chosen>(NOTHING_CHOSEN)
  const [sure, setSure] = useState(false)
  const attempt = useMutation({
    mutationFn: async () => {
      const ran = document
      const body = { document: ran, ...(flow ? { flow: flow.id } : {}), ...startOf(ran, chosen) } as unknown as { document: Schemas['FlowDocument'] }
      return { trial: await ask(api.POST('/api/hookline/v1/flows/try', { body })), ran }
    },
    onSuccess: ({ trial, ran }) => run.show({ kind: 'try', trial, document: ran }),
  })
  const act = useMutation({
    mutationFn: (dryRun: boolean) => ask(api.POST('/api/hookline/v1/flows/{id}/run', { params: { path: { id: flow!.id } }, body: { ...startOf(saved, chosen), dryRun } as never })),
    onSuccess: (execution) => {
      setSure(false)
      run.show({ kind: 'execution', id: execution.id, document: saved })
    },
  })
  const error = attempt.error ?? act.error
  const acts = flow && mayAct(flow.highestEffect) && flow.mode !== 'observe'
  return (
    <Stack gap="md">
      <StartForm document={document} flow={flow?.id} chosen={chosen} choose={setChosen} />
      <Group gap="xs">
        <Button
          size="sm"
          loading={attempt.isPending || (act.isPending && act.variables)}
          onClick={() => {
            act.reset()
            if (mayManage) attempt.mutate()
            else act.mutate(true)
          }}
        >
          Dry run
        </Button>
        {flow && (
          <Button
            size="sm"
            variant="default"
            loading={act.isPending && !act.variables}
            onClick={() => {
              attempt.reset()
              if (acts) setSure(true)
              else act.mutate(false)
            }}
          >
            {`Run version ${flow.version}`}
          </Button>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        A dry run reads, and says of everything else what it would have done, and to whom.
        {flow && changed && ` A run is one of version ${flow.version}: what you changed since is in dry runs only, until you save it.`}
      </Text>
      {error && !sure && (
        <Alert color="red" variant="light" role="alert" title="It was not run" p="sm">
          <Text size="sm" className="wrapped">
            {error.message}
          </Text>
        </Alert>
      )}
      <RunOutcome
        run={run}
        show={(at) => {
          select(at)
          jump(at)
        }}
      />
      {sure && flow && (
        <Confirm
          title={`Run version ${flow.version} for real?`}
          yes="Run it"
          no="Do not run it"
          close={() => setSure(false)}
          act={() => act.mutateAsync(false)}
        >
          Its cards act: it can {EFFECTS[flow.highestEffect] ?? 'act in ways that nobody knows, as a card of it is not installed'}.{' '}
          {run.shown?.kind === 'try' && run.shown.trial.withheld.length > 0 ? `The last dry run would have done ${run.shown.trial.withheld.length === 1 ? 'one thing' : `${run.shown.trial.withheld.length} things`}.` : 'A dry run shows what that would be.'}
        </Confirm>
      )}
    </Stack>
  )
}

const EFFECTS: Record<string, string> = { NOTIFY: 'notify people', CHANGE: 'change things', DESTRUCTIVE: 'suspend, end or delete things' }
