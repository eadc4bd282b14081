import { Alert, Box, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useBlocker, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { api, ask, Refused, type Schemas } from '../../api/client'
import { executionQuery } from '../../executions/executions'
import { Lanes } from '../../flows/cards/CardLanes'
import type { Document } from '../../flows/cards/document'
import { lanesOf } from '../../flows/cards/lanes'
import { connectionsQuery, documentQuery, flowQuery, foldersQuery, refreshFlows, type Flow } from '../../flows/flows'
import { useMay } from '../../session/session'
import { PageLink } from '../../shown/links'
import { Failed, Loading } from '../../shown/states'
import { History, newDocument, randomIds } from '../document'
import { SaveDialog, type Named } from '../settings/SaveDialog'
import { RunPanel } from '../trying/RunPanel'
import { useShownRun, type Shown } from '../trying/useShownRun'
import { BegunFlows, Colleagues, Kept, OtherWindow } from '../work/Drafts'
import { ownDraftsQuery, type DraftEntry } from '../work/drafts'
import { Overtaken } from '../work/Overtaken'
import { useDraft } from '../work/useDraft'
import { WithDraft, type GoingOn } from '../work/WithDraft'
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
  const { execution } = editRoute.useSearch()
  const ran = useRanBefore(flowId, execution)
  return (
    <Loaded error={flow.error ?? saved.error} retry={() => void Promise.all([flow.refetch(), saved.refetch()])} title={flow.data?.name}>
      {flow.data && saved.data && !ran.pending && (
        <WithDraft key={flowId} of={{ flow: flowId }} saved={saved.data.document} version={flow.data.version}>
          {(from) => <Session flow={flow.data as Flow} saved={saved.data} from={from} shown={ran.shown} />}
        </WithDraft>
      )}
    </Loaded>
  )
}

/** The builder of a flow that begins here. */
export function NewFlowPage() {
  const { folder, draft } = newRoute.useSearch()
  const navigate = useNavigate()
  const [work, setWork] = useState<{ draft?: string; began?: string; document: Document }>(() => ({ draft, document: newDocument('Untitled flow', randomIds) }))
  // The address names the draft as soon as there is one; another draft is other work.
  if (draft !== work.draft && draft !== work.began) setWork({ draft, document: newDocument('Untitled flow', randomIds) })
  return (
    <Loaded error={null} retry={() => {}} title="New flow">
      <WithDraft key={work.document.id} of={{ draft: work.draft }} saved={work.document}>
        {(from) => (
          <>
            {work.draft === undefined && <Begun />}
            <Session
              saved={{ document: work.document, etag: undefined }}
              from={from}
              folder={folder}
              began={(id) => {
                setWork((before) => ({ ...before, began: id }))
                void navigate({ to: '/flows/new', search: { folder, draft: id }, replace: true, ignoreBlocker: true })
              }}
            />
          </>
        )}
      </WithDraft>
    </Loaded>
  )
}

/** Offers, once, what was begun earlier and never saved. */
function Begun() {
  const mayManage = useMay('manage_flows')
  const own = useQuery({ ...ownDraftsQuery, enabled: mayManage, staleTime: Infinity, gcTime: 0, retry: false })
  const [begun, setBegun] = useState<DraftEntry[]>()
  useEffect(() => {
    // The first answer only: later ones have the draft of this page.
    if (own.data) setBegun((before) => before ?? own.data.filter((one) => one.flow === null))
  }, [own.data])
  return begun && begun.length > 0 ? <BegunFlows drafts={begun} close={() => setBegun([])} /> : null
}

/** The execution whose values are shown at first, on the cards of the version that ran. */
function useRanBefore(flow: string, id: string | undefined): { pending: boolean; shown: Shown | undefined } {
  const execution = useQuery({ ...executionQuery(id ?? ''), enabled: id !== undefined, retry: false })
  const version = execution.data?.flow.id === flow ? execution.data.flow.version : undefined
  const document = useQuery({ ...documentQuery(flow, version ?? 0), enabled: version !== undefined, retry: false })
  const pending = id !== undefined && (execution.isPending || (version !== undefined && document.isPending))
  return { pending, shown: id && document.data ? { kind: 'execution', id, document: document.data } : undefined }
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
function Session({ flow, saved, folder, from, shown, began }: { flow?: Flow; saved: Saved; folder?: string; from?: GoingOn; shown?: Shown; began?: (id: string) => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const mayManage = useMay('manage_flows')
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const catalog = useQuery(catalogQuery)
  const connections = useQuery(connectionsQuery)
  const flows = useQuery(flowNamesQuery)
  const tables = useQuery(tableNamesQuery)
  const folders = useQuery(foldersQuery)
  const [first] = useState(() => takeOver(flow?.id, flow?.version) ?? History.of(from?.draft.document ?? saved.document))
  const state = useEditor(() => first)
  const [base, setBase] = useState({ document: from?.base ?? first.present, etag: from?.draft.base?.tag || saved.etag, version: from?.draft.base?.version ?? flow?.version })
  const [asked, setAsked] = useState<'save' | 'rename'>()
  const document = state.history.present
  const changed = document !== base.document
  const mayRun = useMay('run_flows')
  const [trying, setTrying] = useState(shown !== undefined)
  const run = useShownRun(shown)
  const draft = useDraft({
    flow: flow && { id: flow.id, version: base.version ?? flow.version },
    tag: base.etag,
    document,
    name: document.name ?? '',
    changed,
    enabled: mayManage,
    from: from?.draft,
    began: began ?? (() => {}),
  })

  const names = useMemo<Names>(
    () => ({ connections: new Map((connections.data ?? []).map((one) => [one.id, one])), flows: flows.data ?? new Map(), tables: tables.data ?? new Map() }),
    [connections.data, flows.data, tables.data],
  )
  const save = useMutation({
    mutationFn: async () => {
      const sent = state.now()
      const { etag, flow: now } = await saveDocument(flow!.id, sent, base.etag)
      return { document: sent, etag, version: now.version }
    },
    onSuccess: async (kept) => {
      setBase(kept)
      if (state.now() === kept.document) await draft.done()
    },
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
      setBase({ document: state.now(), etag: undefined, version: made.version })
      await draft.done()
      handOver(made.id, steps)
      refreshFlows(queries)
      await navigate({ to: '/flows/$flowId/edit', params: { flowId: made.id }, replace: true, ignoreBlocker: true })
    },
  })
  const rename = useMutation({
    mutationFn: (named: Named) =>
      ask(api.PUT('/api/hookline/v1/flows/{id}', { params: { path: { id: flow!.id } }, body: { name: named.name, description: named.description, folder: { id: named.folder }, saveData: named.saveData } })),
    onSuccess: async (now) => {
      setAsked(undefined)
      // The document says its name, too: as long as nobody saved other cards, the next save goes on from here.
      if (now.version !== base.version) return
      const { etag } = await queries.fetchQuery({ ...savedQuery(flow!.id), staleTime: 0 })
      setBase((before) => ({ ...before, etag }))
    },
    onSettled: () => refreshFlows(queries),
  })
  // What is kept as a draft can be left.
  const leaving = useBlocker({
    shouldBlockFn: async () => {
      if (!changed || !mayManage) return false
      await draft.keep()
      return !draft.isKept()
    },
    enableBeforeUnload: () => changed && mayManage && !draft.isKept(),
    withResolver: true,
  })

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
          kept: <Kept work={draft} />,
          run: mayRun ? () => setTrying(true) : undefined,
        }}
        values={run.values}
        above={flow && mayManage && <Colleagues flow={flow.id} />}
        aside={trying && <RunPanel changed={changed} saved={base.document} run={run} close={() => setTrying(false)} />}
      />
      <OtherWindow work={draft} take={(other) => state.change('Take what the other window has', () => other)} />
      {flow && save.error instanceof Refused && save.error.status === 412 ? (
        <Overtaken
          flow={flow.id}
          base={base.document}
          mine={document}
          close={save.reset}
          take={(together, theirs, version) => {
            save.reset()
            state.change('Bring two versions together', () => together)
            setBase({ ...theirs, version })
            if (together === theirs.document) void draft.done()
          }}
        />
      ) : (
        save.error && <SaveFailed error={save.error} close={save.reset} again={() => save.mutate()} />
      )}
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
  return (
    <Modal opened onClose={close} title="The flow was not saved" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Text size="sm" className="wrapped">
        {error.message}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close}>
          Close
        </Button>
        <Button onClick={again}>Try again</Button>
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
