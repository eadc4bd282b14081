import { Box, Button, Group, NativeSelect, Table, Text, TextInput } from '@mantine/core'
import { IconFileImport, IconPlus, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useState, type DragEvent, type FormEvent } from 'react'
import { api, askPart } from '../api/client'
import { STATUSES } from '../executions/executions'
import { useMay } from '../session/session'
import { ButtonLink, PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { State } from '../shown/Tone'
import { Time } from '../time/Time'
import { FlowSwitch } from './FlowSwitch'
import { FolderActions } from './FolderDialogs'
import { FolderTree } from './FolderTree'
import { EFFECTS, foldersQuery, STARTS, type Flow, type Mode } from './flows'
import { handOver } from './transfer/files'
import { wayTo } from './tree'
import './folders.css'

const route = getRouteApi('/flows')

const SORTS = [
  { value: 'name', label: 'Name' },
  { value: '-updated', label: 'Changed last' },
  { value: '-lastRun', label: 'Ran last' },
  { value: '-failures', label: 'Failures' },
  { value: '-created', label: 'Newest' },
]

/** Folders as a tree, and the flows in one of them, or all. */
export function FlowListPage() {
  const search = route.useSearch()
  const narrow = route.useNavigate()
  const mayManage = useMay('manage_flows')
  const mayReadRuns = useMay('read_executions')
  const [q, setQ] = useState(search.q ?? '')
  useEffect(() => setQ(search.q ?? ''), [search.q])
  const change = (more: Partial<typeof search>) => void narrow({ search: (before) => ({ ...before, ...more }), replace: true })

  const folders = useQuery(foldersQuery)
  const sort = search.sort ?? 'name'
  const flows = useInfiniteQuery({
    queryKey: ['flows', 'list', search],
    queryFn: ({ pageParam }) =>
      askPart(
        api.GET('/api/hookline/v1/flows', {
          params: {
            query: {
              folder: search.folder,
              within: search.folder ? true : undefined,
              q: search.q,
              mode: search.mode as Mode | undefined,
              sort: sort.replace('-', '') as 'name',
              descending: sort.startsWith('-'),
              limit: 50,
              after: pageParam,
            },
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
  const all = flows.data?.pages.flatMap((part) => part.items) ?? []
  const total = flows.data?.pages[0]?.total ?? all.length
  const way = wayTo(folders.data ?? [], search.folder)
  const folder = way.at(-1)
  const narrowed = Boolean(search.q || search.mode)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change({ q: q.trim() || undefined })
  }
  const bring = mayManage && (
    <>
      <ButtonLink variant="default" to="/flows/import" leftSection={<IconFileImport size={16} aria-hidden />}>
        Import
      </ButtonLink>
      <ButtonLink to="/flows/new" search={{ folder: search.folder }} leftSection={<IconPlus size={16} aria-hidden />}>
        New Flow
      </ButtonLink>
    </>
  )

  return (
    <DropTarget>
      <Page
        title={folder?.name ?? 'Workflows Console'}
        about={
          folder ? (
            <>
              <PageLink to="/flows" search={{}}>
                Workflows Console
              </PageLink>
              {way.slice(0, -1).map((one) => (
                <span key={one.id}>
                  {' / '}
                  <PageLink to="/flows" search={{ folder: one.id }} dir="auto">
                    {one.name}
                  </PageLink>
                </span>
              ))}
              {folder.description && (
                <Text size="sm" className="wrapped" dir="auto">
                  {folder.description}
                </Text>
              )}
            </>
          ) : (
            'Flows, what they may do, and how they ran.'
          )
        }
        actions={
          <>
            <FolderActions folder={folder} folders={folders.data ?? []} />
            {folder && folder.flows > 0 && (
              <ButtonLink variant="default" to="/flows/setup" search={{ folder: folder.id }}>
                Before you turn this on
              </ButtonLink>
            )}
            {bring}
          </>
        }
      >
        <div className="beside">
          <Box>
            {folders.isPending && <Loading what="the folders" rows={4} />}
            {folders.isError && <Failed error={folders.error} retry={() => void folders.refetch()} />}
            {folders.data && <FolderTree folders={folders.data} chosen={search.folder} all={folders.data.reduce((sum, one) => sum + one.flows, 0)} />}
          </Box>
          <section aria-label="Flows">
            <Group component="form" onSubmit={submit} align="flex-end" gap="sm" role="search" aria-label="Flows" mb="md">
              <TextInput
                label="Name, description or id"
                leftSection={<IconSearch size={16} aria-hidden />}
                className="grows"
                maw={320}
                value={q}
                onChange={(event) => setQ(event.currentTarget.value)}
              />
              <NativeSelect
                label="Switch"
                value={search.mode ?? ''}
                onChange={(event) => change({ mode: event.currentTarget.value || undefined })}
                data={[
                  { value: '', label: 'Any' },
                  { value: 'on', label: 'On' },
                  { value: 'observe', label: 'Observe' },
                  { value: 'off', label: 'Off' },
                ]}
              />
              <NativeSelect
                label="Sorted by"
                value={sort}
                onChange={(event) => change({ sort: event.currentTarget.value === 'name' ? undefined : event.currentTarget.value })}
                data={SORTS.filter((one) => mayReadRuns || !['-lastRun', '-failures'].includes(one.value))}
              />
              <Button type="submit" variant="default">
                Search
              </Button>
            </Group>
            {flows.isPending && <Loading what="the flows" rows={8} />}
            {flows.isError && <Failed error={flows.error} retry={() => void flows.refetch()} />}
            {flows.isSuccess && all.length === 0 && (
              <Nothing
                title={narrowed ? 'No flow fits' : folder ? 'No flows in this folder' : 'No flows yet'}
                action={
                  narrowed ? (
                    <Button variant="default" onClick={() => change({ q: undefined, mode: undefined })}>
                      Show all flows
                    </Button>
                  ) : (
                    bring
                  )
                }
              >
                {!narrowed && 'Import a published flow: drop its file anywhere on this page.'}
              </Nothing>
            )}
            {all.length > 0 && (
              <>
                <Text size="sm" c="dimmed" role="status">
                  {all.length < total ? `${all.length.toLocaleString()} of ${total.toLocaleString()} flows` : total === 1 ? 'One flow' : `${total.toLocaleString()} flows`}
                </Text>
                <FlowTable flows={all} />
              </>
            )}
            {flows.hasNextPage && (
              <Group justify="center" mt="md">
                <Button variant="default" loading={flows.isFetchingNextPage} onClick={() => void flows.fetchNextPage()}>
                  Show more flows
                </Button>
              </Group>
            )}
          </section>
        </div>
      </Page>
    </DropTarget>
  )
}

/** Files that are dropped anywhere are looked at on the page of imports. */
function DropTarget({ children }: { children: React.ReactNode }) {
  const navigate = useNavigate()
  const mayManage = useMay('manage_flows')
  const [over, setOver] = useState(false)
  if (!mayManage) return <>{children}</>
  const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')
  return (
    <div
      className={over ? 'drop-over' : undefined}
      onDragOver={(event) => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={(event) => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        setOver(false)
        handOver([...event.dataTransfer.files])
        void navigate({ to: '/flows/import' })
      }}
    >
      {children}
    </div>
  )
}

function FlowTable({ flows }: { flows: Flow[] }) {
  return (
    <Table verticalSpacing="sm" aria-label="Flows" className="stacked">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Name</Table.Th>
          <Table.Th scope="col">Switch</Table.Th>
          <Table.Th scope="col">Last run</Table.Th>
          <Table.Th scope="col">Failures, 24 h</Table.Th>
          <Table.Th scope="col">Author</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {flows.map((flow) => (
          <Row key={flow.id} flow={flow} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Row({ flow }: { flow: Flow }) {
  const effect = EFFECTS[flow.highestEffect]
  return (
    <Table.Tr>
      <Table.Td maw={380}>
        <div>
          <PageLink to="/flows/$flowId" params={{ flowId: flow.id }} fw={600} className="wrapped" dir="auto" underline="hover">
            {flow.name}
          </PageLink>
          <Text size="xs" c="dimmed" className="wrapped">
            {STARTS[flow.type]}
            {flow.folder && (
              <>
                , in <span dir="auto">{flow.folder.name}</span>
              </>
            )}
          </Text>
          <Group gap={6} mt={4}>
            <State tone={effect.tone}>{effect.label}</State>
            {flow.problems.length > 0 && <State tone="attention">{flow.problems.length === 1 ? '1 thing to know' : `${flow.problems.length} things to know`}</State>}
            {!flow.saveData && (
              <Text size="xs" c="dimmed">
                Not saving data
              </Text>
            )}
          </Group>
        </div>
      </Table.Td>
      <Table.Td data-label="Switch">
        <FlowSwitch flow={flow} />
      </Table.Td>
      <Table.Td data-label="Last run">
        {flow.lastRun ? (
          <div>
            <PageLink to="/executions/$executionId" params={{ executionId: flow.lastRun.id }} underline="hover">
              <Time at={flow.lastRun.startedAt} />
            </PageLink>
            <Text size="xs" c="dimmed">
              {STATUSES[flow.lastRun.status].label}
            </Text>
          </div>
        ) : (
          <Text size="sm" c="dimmed">
            None
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label="Failures, 24 h">
        {flow.failures ? (
          <PageLink to="/executions" search={{ flow: flow.id, status: 'FAILURE', since: '24h', helpers: flow.type === 'helper' ? 'true' : undefined }} aria-label={`${flow.failures >= 1000 ? '1,000 or more' : flow.failures} failures of ${flow.name}`}>
            {flow.failures >= 1000 ? '1,000 or more' : flow.failures}
          </PageLink>
        ) : (
          <Text size="sm" c="dimmed">
            {flow.failures === 0 ? '0' : 'Not shown'}
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label="Author" maw={200}>
        <div>
          <Text size="sm" className="wrapped">
            {flow.author}
          </Text>
          {flow.lastEditor !== flow.author && (
            <Text size="xs" c="dimmed" className="wrapped">
              last saved by {flow.lastEditor}
            </Text>
          )}
          {flow.updatedAt && (
            <Text size="xs" c="dimmed">
              changed <Time at={flow.updatedAt} />
            </Text>
          )}
        </div>
      </Table.Td>
    </Table.Tr>
  )
}
