import { Alert, Button, Group, Menu, Modal, NativeSelect, Paper, Stack, Switch, Tabs, Text, Textarea, TextInput, Title } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo, useState, type FormEvent } from 'react'
import { api, ask, type Schemas } from '../api/client'
import { useMay } from '../session/session'
import { Confirm } from '../shown/Confirm'
import { Fact } from '../shown/Fact'
import { ButtonLink, PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading } from '../shown/states'
import { State } from '../shown/Tone'
import { Time } from '../time/Time'
import { Lanes } from './cards/CardLanes'
import { lanesOf } from './cards/lanes'
import { EndpointSettings } from './EndpointSettings'
import { callsQuery, connectionsQuery, documentQuery, download, EFFECTS, effectsQuery, flowQuery, foldersQuery, namesOf, refreshFlows, STARTS, type Flow } from './flows'
import { FlowSwitch } from './FlowSwitch'
import { RunDialog } from './RunDialog'
import { placesFor } from './tree'
import { Versions } from './Versions'

const route = getRouteApi('/flows/$flowId')

/** One flow: its cards, its versions, who calls it, and what can be done with it. */
export function FlowPage() {
  const { flowId } = route.useParams()
  const { tab = 'flow' } = route.useSearch()
  const narrow = route.useNavigate()
  const query = useQuery(flowQuery(flowId))
  const flow = query.data as (Flow & { clientToken?: string | null }) | undefined
  const document = useQuery({ ...documentQuery(flowId, flow?.version ?? 0), enabled: Boolean(flow) })
  const calls = useQuery(callsQuery(flowId))
  const effects = useQuery(effectsQuery(flowId))
  const connections = useQuery(connectionsQuery)
  const mayManage = useMay('manage_flows')
  const [generated, setGenerated] = useState(false)
  const [open, setOpen] = useState<boolean>()
  const lane = useMemo(() => document.data && lanesOf(document.data), [document.data])
  const names = namesOf(calls.data, connections.data)
  const many = (document.data?.data.methods.length ?? 0) > 25
  return (
    <Page
      title={flow?.name ?? 'Flow'}
      about={
        <>
          <PageLink to="/flows" search={{}}>
            Workflows Console
          </PageLink>
          {flow?.folder && (
            <>
              {' / '}
              <PageLink to="/flows" search={{ folder: flow.folder.id }} dir="auto" className="wrapped">
                {flow.folder.name}
              </PageLink>
            </>
          )}
          {flow?.description && (
            <Text size="sm" mt={4} className="wrapped" dir="auto">
              {flow.description}
            </Text>
          )}
        </>
      }
      actions={
        flow && (
          <>
            <FlowSwitch flow={flow} size="sm" />
            <ButtonLink to="/flows/$flowId/edit" params={{ flowId: flow.id }}>
              {mayManage ? 'Edit flow' : 'Open in builder'}
            </ButtonLink>
            {lane && <RunDialog flow={flow} lane={lane} />}
            <More flow={flow} />
          </>
        )
      }
    >
      {query.isPending && <Loading what="the flow" rows={8} />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {flow && (
        <>
          <Facts flow={flow} />
          {flow.problems.length > 0 && (
            <Alert color="orange" variant="light" title={flow.problems.length === 1 ? 'One thing to set or to know' : `${flow.problems.length} things to set or to know`}>
              {flow.problems.slice(0, 3).map((problem, index) => (
                <Text key={index} size="sm" className="wrapped">
                  {problem.cardTitle && (
                    <>
                      <b dir="auto">{problem.cardTitle}</b>:{' '}
                    </>
                  )}
                  {problem.message}
                </Text>
              ))}
              <PageLink to="/flows/setup" search={{ flow: flow.id }}>
                Before you turn this on
              </PageLink>
            </Alert>
          )}
          <Tabs value={tab} onChange={(next) => void narrow({ search: { tab: next === 'flow' ? undefined : (next ?? undefined) }, replace: true })} keepMounted={false}>
            <Tabs.List>
              <Tabs.Tab value="flow">Flow</Tabs.Tab>
              <Tabs.Tab value="effects">Effects and calls</Tabs.Tab>
              <Tabs.Tab value="versions">Versions</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="flow" pt="md">
              {document.isPending && <Loading what="the cards" rows={6} />}
              {document.isError && <Failed error={document.error} retry={() => void document.refetch()} />}
              {lane && (
                <Stack gap="sm">
                  <Group justify="space-between">
                    <Button size="xs" variant="default" onClick={() => setOpen(!(open ?? !many))}>
                      {(open ?? !many) ? 'Fold all cards' : 'Unfold all cards'}
                    </Button>
                    <Switch size="sm" label="Show generated cards" checked={generated} onChange={(event) => setGenerated(event.currentTarget.checked)} />
                  </Group>
                  <Lanes key={String(open)} lane={lane} label="Cards" names={names} generated={generated} open={open ?? !many} />
                </Stack>
              )}
            </Tabs.Panel>
            <Tabs.Panel value="effects" pt="md">
              <Stack>
                <Effects effects={effects.data} error={effects.error} />
                <Calls calls={calls.data} error={calls.error} />
              </Stack>
            </Tabs.Panel>
            <Tabs.Panel value="versions" pt="md">
              <Versions flow={flow} />
            </Tabs.Panel>
          </Tabs>
        </>
      )}
    </Page>
  )
}

function Facts({ flow }: { flow: Flow & { clientToken?: string | null } }) {
  const queries = useQueryClient()
  const mayManage = useMay('manage_flows')
  const mayHook = useMay('manage_hooks')
  const mayReadRuns = useMay('read_executions')
  const save = useMutation({
    mutationFn: (saveData: boolean) => ask(api.PUT('/api/hookline/v1/flows/{id}', { params: { path: { id: flow.id } }, body: { saveData } })),
    onSettled: () => refreshFlows(queries),
  })
  const effect = EFFECTS[flow.highestEffect]
  return (
    <Paper withBorder p="md" component="section" aria-label="Facts">
      <dl className="facts">
        <Fact name="When this happens">{STARTS[flow.type]}</Fact>
        <Fact name="Strongest effect">
          <State tone={effect.tone}>{effect.label}</State>
        </Fact>
        {flow.author && <Fact name="Author">{flow.author}</Fact>}
        {flow.lastEditor && (
          <Fact name="Last saved by">
            {flow.lastEditor}, version {flow.version}
          </Fact>
        )}
        {flow.updatedAt && (
          <Fact name="Changed">
            <Time at={flow.updatedAt} />
          </Fact>
        )}
        {mayReadRuns && (
          <Fact name="Last run">
            {flow.lastRun ? (
              <PageLink to="/executions/$executionId" params={{ executionId: flow.lastRun.id }}>
                <Time at={flow.lastRun.startedAt} />
              </PageLink>
            ) : (
              'None'
            )}
          </Fact>
        )}
        {mayReadRuns && <Fact name="Failures in 24 hours">{flow.failures ?? 0}</Fact>}
        {flow.type === 'scheduled' && <Schedule id={flow.id} />}
      </dl>
      <Group mt="md" gap="sm" align="center">
        <Switch
          label="Save all data that passes through the flow"
          checked={save.isPending ? save.variables : flow.saveData}
          disabled={!mayManage || save.isPending}
          onChange={(event) => save.mutate(event.currentTarget.checked)}
        />
      </Group>
      {save.error && (
        <Text size="sm" c="red" role="alert" className="wrapped">
          {save.error.message}
        </Text>
      )}
      <Group mt="md" gap="xs">
        {mayReadRuns && (
          <ButtonLink variant="default" to="/executions" search={{ flow: flow.id, helpers: flow.type === 'helper' ? 'true' : undefined }}>
            Execution History
          </ButtonLink>
        )}
        {flow.type === 'endpoint' && <EndpointSettings flow={flow} />}
        {flow.type === 'endpoint' && mayHook && (
          <ButtonLink variant="default" to="/event-hooks/new" search={{ flow: flow.id }}>
            Create event hook for this flow
          </ButtonLink>
        )}
      </Group>
    </Paper>
  )
}

function Schedule({ id }: { id: string }) {
  const schedule = useQuery({ queryKey: ['flows', 'schedule', id], queryFn: () => ask(api.GET('/api/hookline/v1/flows/{id}/schedule', { params: { path: { id } } })) })
  const next = schedule.data?.next[0]
  if (!schedule.data) return null
  return <Fact name={schedule.data.runs ? 'Runs next' : 'Would run next'}>{next ? <Time at={next} /> : (schedule.data.problem ?? 'Never')}</Fact>
}

function Effects({ effects, error }: { effects?: Schemas['FlowEffect'][]; error: Error | null }) {
  return (
    <Paper withBorder p="md" component="section" aria-label="Effects">
      <Title order={2} size="h4" mb="sm">
        What it can do
      </Title>
      {error && <Failed error={error} />}
      {!effects && !error && <Loading what="the effects" rows={2} />}
      {effects?.length === 0 && <Text size="sm">It only computes.</Text>}
      <ul className="plain">
        {effects?.map((one, index) => (
          <li key={index}>
            <Group gap="xs" align="flex-start">
              <State tone={EFFECTS[one.effect].tone}>{EFFECTS[one.effect].label}</State>
              <Text size="sm" className="wrapped grows">
                <span dir="auto">{one.title}</span>
                {one.connection?.name && (
                  <>
                    {' '}
                    with <span dir="auto">{one.connection.name}</span>
                  </>
                )}
                {one.needsApproval && ', after somebody approved'}
                {one.flow.name && (
                  <>
                    , in{' '}
                    <PageLink to="/flows/$flowId" params={{ flowId: one.flow.id }} dir="auto">
                      {one.flow.name}
                    </PageLink>
                  </>
                )}
              </Text>
            </Group>
          </li>
        ))}
      </ul>
    </Paper>
  )
}

function Calls({ calls, error }: { calls?: Schemas['FlowCalls']; error: Error | null }) {
  const list = (title: string, flows: Schemas['FlowName'][], none: string) => (
    <div>
      <Title order={3} size="h5" mb={4}>
        {title}
      </Title>
      {flows.length === 0 && (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      )}
      <ul className="plain">
        {flows.map((one) => (
          <li key={one.id}>
            {one.name ? (
              <PageLink to="/flows/$flowId" params={{ flowId: one.id }} className="wrapped" dir="auto">
                {one.name}
              </PageLink>
            ) : (
              <Text size="sm" c="dimmed">
                A flow that is not here
              </Text>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
  return (
    <Paper withBorder p="md" component="section" aria-label="Calls">
      {error && <Failed error={error} />}
      {!calls && !error && <Loading what="the calls" rows={2} />}
      {calls && (
        <Stack>
          {list('Calls', calls.calls, 'It calls no other flow.')}
          {list('Called by', calls.calledBy, 'No other flow calls it.')}
        </Stack>
      )}
    </Paper>
  )
}

function More({ flow }: { flow: Flow }) {
  const mayManage = useMay('manage_flows')
  const [asked, setAsked] = useState<'edit' | 'delete'>()
  const leave = useMutation({
    mutationFn: async () => download(flow.name, await ask(api.GET('/api/hookline/v1/flows/{id}/export', { params: { path: { id: flow.id } } }))),
  })
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" aria-label="More actions" px="xs" loading={leave.isPending}>
            <IconDots size={18} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mayManage && <Menu.Item onClick={() => setAsked('edit')}>Rename or move</Menu.Item>}
          <Menu.Item onClick={() => leave.mutate()}>Export</Menu.Item>
          {mayManage && <Menu.Item onClick={() => setAsked('delete')}>Delete</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {leave.error && (
        <Text size="sm" c="red" role="alert">
          {leave.error.message}
        </Text>
      )}
      {asked === 'edit' && <EditFlow flow={flow} close={() => setAsked(undefined)} />}
      {asked === 'delete' && <DeleteFlow flow={flow} close={() => setAsked(undefined)} />}
    </>
  )
}

function EditFlow({ flow, close }: { flow: Flow; close: () => void }) {
  const queries = useQueryClient()
  const folders = useQuery(foldersQuery)
  const [name, setName] = useState(flow.name)
  const [description, setDescription] = useState(flow.description ?? '')
  const [folder, setFolder] = useState(flow.folder?.id ?? '')
  const save = useMutation({
    mutationFn: () =>
      ask(api.PUT('/api/hookline/v1/flows/{id}', { params: { path: { id: flow.id } }, body: { name: name.trim(), description, ...(folder ? { folder: { id: folder } } : {}) } })),
    onSuccess: close,
    onSettled: () => refreshFlows(queries),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) save.mutate()
  }
  return (
    <Modal opened onClose={close} title="Rename or move the flow" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput label="Name" required maxLength={255} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <Textarea label="Description" autosize minRows={1} maxRows={8} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
          <NativeSelect label="Folder" value={folder} onChange={(event) => setFolder(event.currentTarget.value)} data={placesFor(folders.data ?? [])} />
          {save.error && (
            <Text c="red" size="sm" role="alert" className="wrapped">
              {save.error.message}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!name.trim()}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function DeleteFlow({ flow, close }: { flow: Flow; close: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return (
    <Confirm
      title="Delete the flow"
      close={close}
      act={() => ask(api.DELETE('/api/hookline/v1/flows/{id}', { params: { path: { id: flow.id } } }))}
      done={() => navigate({ to: '/flows', search: { folder: flow.folder?.id } }).then(() => refreshFlows(queries))}
    >
      “{flow.name}” and its versions are deleted. Its history stays for as long as executions are kept. A flow that is on, or that others call, cannot be deleted.
    </Confirm>
  )
}
