import { Alert, Box, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useBlocker, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { api, ask, Refused, type Schemas } from '../../api/client'
import { Lanes } from '../../flows/cards/CardLanes'
import type { Document } from '../../flows/cards/document'
import { lanesOf } from '../../flows/cards/lanes'
import { connectionsQuery, flowQuery, foldersQuery, refreshFlows, type Flow } from '../../flows/flows'
import { useMay } from '../../session/session'
import { PageLink } from '../../shown/links'
import { Failed, Loading } from '../../shown/states'
import { History, newDocument, randomIds } from '../document'
import { SaveDialog, type Named } from '../settings/SaveDialog'
import type { Names } from './builder'
import { Editor } from './Editor'
import { handOver, takeOver } from './handover'
import { catalogQuery, flowNamesQuery, saveDocument, savedQuery, tableNamesQuery, type Saved } from './load'
import { useEditor } from './useEditor'

const editRoute = getRouteApi('/flows/$flowId/edit')
const newRoute = getRouteApi('/flows/new')

/** The builder of a flow that exists. */
export function EditFlowPage() {
  const { flowId } = editRoute.useParams()
  const flow = useQuery(flowQuery(flowId))
  const saved = useQuery(savedQuery(flowId))
  return (
    <Loaded error={flow.error ?? saved.error} retry={() => void Promise.all([flow.refetch(), saved.refetch()])} title={flow.data?.name}>
      {flow.data && saved.data && <Session key={flowId} flow={flow.data as Flow} saved={saved.data} />}
    </Loaded>
  )
}

/** The builder of a flow that begins here. */
export function NewFlowPage() {
  const { folder } = newRoute.useSearch()
  const [document] = useState(() => newDocument('Untitled flow', randomIds))
  return (
    <Loaded error={null} retry={() => {}} title="New flow">
      <Session saved={{ document, etag: undefined }} folder={folder} />
    </Loaded>
  )
}

function Loaded({ error, retry, title, children }: { error: Error | null; retry: () => void; title?: string; children: React.ReactNode }) {
  return (
    <>
      <title>{`${title ?? 'Flow'} · Builder · Hookline`}</title>
      {error ? (
        <Box p="md">
          <Failed error={error} retry={retry} />
        </Box>
      ) : (
        (children ?? (
          <Box p="md">
            <Loading what="the flow" rows={8} />
          </Box>
        ))
      )}
    </>
  )
}

/** From opening a flow to leaving it: what was changed, and how it is saved. */
function Session({ flow, saved, folder }: { flow?: Flow; saved: Saved; folder?: string }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const mayManage = useMay('manage_flows')
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const catalog = useQuery(catalogQuery)
  const connections = useQuery(connectionsQuery)
  const flows = useQuery(flowNamesQuery)
  const tables = useQuery(tableNamesQuery)
  const folders = useQuery(foldersQuery)
  const [first] = useState(() => takeOver(flow?.id, flow?.version) ?? History.of(saved.document))
  const state = useEditor(() => first)
  const [base, setBase] = useState({ ...saved, document: first.present })
  const [asked, setAsked] = useState<'save' | 'rename'>()
  const document = state.history.present
  const changed = document !== base.document

  const names = useMemo<Names>(
    () => ({ connections: new Map((connections.data ?? []).map((one) => [one.id, one])), flows: flows.data ?? new Map(), tables: tables.data ?? new Map() }),
    [connections.data, flows.data, tables.data],
  )
  const save = useMutation({
    mutationFn: async () => {
      const sent = state.now()
      const { etag } = await saveDocument(flow!.id, sent, base.etag)
      return { document: sent, etag }
    },
    onSuccess: setBase,
    onSettled: () => refreshFlows(queries),
  })
  const create = useMutation({
    mutationFn: async (named: Named) => {
      const sent: Document = { ...state.now(), name: named.name, description: named.description }
      const made = await ask(
        api.POST('/api/hookline/v1/flows', {
          body: { name: named.name, description: named.description, folder: { id: named.folder }, saveData: named.saveData, document: sent as unknown as Schemas['FlowDocument'] } as Schemas['NewFlow'],
        }),
      )
      return { made, steps: state.history }
    },
    onSuccess: async ({ made, steps }) => {
      setBase({ document: state.now(), etag: undefined })
      handOver(made.id, steps)
      refreshFlows(queries)
      await navigate({ to: '/flows/$flowId/edit', params: { flowId: made.id }, replace: true, ignoreBlocker: true })
    },
  })
  const rename = useMutation({
    mutationFn: (named: Named) =>
      ask(api.PUT('/api/hookline/v1/flows/{id}', { params: { path: { id: flow!.id } }, body: { name: named.name, description: named.description, folder: { id: named.folder }, saveData: named.saveData } })),
    onSuccess: () => setAsked(undefined),
    onSettled: () => refreshFlows(queries),
  })
  const leaving = useBlocker({ shouldBlockFn: () => changed && mayManage, enableBeforeUnload: () => changed && mayManage, withResolver: true })

  const failed = catalog.error
  if (failed) return <Failed error={failed} retry={() => void catalog.refetch()} />
  if (!catalog.data) return <Loading what="the cards" rows={8} />
  if (narrow) return <NarrowView document={document} name={flow?.name ?? document.name ?? ''} names={names} flow={flow} />

  const askSave = () => (flow ? changed && !save.isPending && save.mutate() : setAsked('save'))
  const place = flow?.folder?.id ?? folder ?? ''
  return (
    <>
      <Editor
        state={state}
        catalog={catalog.data}
        names={names}
        flow={flow}
        readOnly={!mayManage}
        bar={{
          name: flow?.name ?? document.name ?? 'Untitled flow',
          folder: flow?.folder ? { id: flow.folder.id, name: flow.folder.name } : folders.data?.find((one) => one.id === folder),
          changed,
          saving: save.isPending || create.isPending,
          save: askSave,
          rename: () => setAsked(flow ? 'rename' : 'save'),
        }}
      />
      {save.error && <SaveFailed error={save.error} close={save.reset} again={() => save.mutate()} />}
      {asked === 'save' && !flow && (
        <SaveDialog title="Save the flow" first={{ name: document.name ?? '', description: document.description ?? '', folder: place, saveData: true }} act={create.mutate} pending={create.isPending} error={create.error} close={() => setAsked(undefined)} />
      )}
      {asked === 'rename' && flow && (
        <SaveDialog
          title="Name, folder and description"
          first={{ name: flow.name, description: flow.description ?? '', folder: place, saveData: flow.saveData }}
          act={rename.mutate}
          pending={rename.isPending}
          error={rename.error}
          close={() => setAsked(undefined)}
        />
      )}
      {leaving.status === 'blocked' && (
        <Modal opened onClose={leaving.reset} title="What you changed is not saved" closeButtonProps={{ 'aria-label': 'Close' }}>
          <Group justify="flex-end">
            <Button variant="default" onClick={leaving.reset} data-autofocus>
              Stay here
            </Button>
            <Button color="red.9" onClick={leaving.proceed}>
              Leave without saving
            </Button>
          </Group>
        </Modal>
      )}
    </>
  )
}

function SaveFailed({ error, close, again }: { error: Error; close: () => void; again: () => void }) {
  const overtaken = error instanceof Refused && error.status === 412
  return (
    <Modal opened onClose={close} title={overtaken ? 'Somebody else saved this flow meanwhile' : 'The flow was not saved'} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Text size="sm" className="wrapped">
        {overtaken ? 'Nothing was overwritten. Your changes are still here: copy the cards that you changed, open the page of the flow to see what is new there, and bring yours in again.' : error.message}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close}>
          Close
        </Button>
        {!overtaken && <Button onClick={again}>Try again</Button>}
      </Group>
    </Modal>
  )
}

/** On a telephone the flow can be read; there is no room to build. */
function NarrowView({ document, name, names, flow }: { document: Document; name: string; names: Names; flow?: Flow }) {
  const lane = useMemo(() => lanesOf(document), [document])
  const called = useMemo(() => Object.fromEntries([...names.flows, ...[...names.connections].map(([id, connection]) => [id, connection.linkedTo?.name ?? connection.name] as const)]), [names])
  return (
    <Stack p="md">
      <Text component="h1" size="xl" fw={650} className="wrapped" dir="auto">
        {name}
      </Text>
      {flow && (
        <PageLink to="/flows/$flowId" params={{ flowId: flow.id }}>
          Page of the flow
        </PageLink>
      )}
      <Alert variant="light" title="Read-only on this screen">
        <Text size="sm">The flow is shown so that it can be read. Building it takes a window at least 768 pixels wide.</Text>
      </Alert>
      <Lanes lane={lane} label="Cards" names={called} open={false} />
    </Stack>
  )
}
