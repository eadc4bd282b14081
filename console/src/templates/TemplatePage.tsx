import { Alert, Badge, Button, Group, List, NativeSelect, NumberInput, Paper, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask, Refused, type Schemas } from '../api/client'
import { connectionsQuery, EFFECTS, refreshFlows, STARTS } from '../flows/flows'
import { useMay } from '../session/session'
import { PageLink } from '../shown/links'
import { Markdown } from '../shown/Markdown'
import { Page } from '../shown/Page'
import { Failed, Loading } from '../shown/states'
import { State } from '../shown/Tone'
import { usable } from './templates'

const route = getRouteApi('/templates/$templateId')

type Whole = Schemas['WholeTemplate']
type Variant = 'alert' | 'contain'

/** What one template says, needs and does, and installing it. */
export function TemplatePage() {
  const { templateId } = route.useParams()
  const [variant, setVariant] = useState<Variant>('alert')
  const query = useQuery({
    queryKey: ['templates', templateId, variant],
    queryFn: () => ask(api.GET('/api/hookline/v1/templates/{id}', { params: { path: { id: templateId }, query: { variant } } })),
    placeholderData: (before) => before,
  })
  const template = query.data
  return (
    <Page title={template?.title ?? 'Template'} about={<PageLink to="/templates">Templates</PageLink>}>
      {query.isPending && <Loading what="the template" rows={8} />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {template && (
        <>
          {template.readme ? <Markdown text={template.readme} /> : template.summary && <Text className="wrapped">{template.summary}</Text>}
          <Content template={template} />
          <Install key={template.id} template={template} variant={variant} setVariant={setVariant} />
        </>
      )}
    </Page>
  )
}

function Content({ template }: { template: Whole }) {
  const { flows, tables } = template.content
  return (
    <Paper withBorder p="md" component="section" aria-label="What it makes">
      <Title order={2} size="h4" mb="xs">
        What it makes
      </Title>
      <List size="sm" spacing={6} listStyleType="none">
        {flows.map((flow) => (
          <List.Item key={flow.id}>
            <Group gap="xs">
              <Text span size="sm" fw={600} className="wrapped" dir="auto">
                {flow.name}
              </Text>
              <Text span size="xs" c="dimmed">
                {STARTS[flow.type]}, {flow.cards} {flow.cards === 1 ? 'card' : 'cards'}
              </Text>
              <State tone={EFFECTS[flow.highestEffect].tone}>{EFFECTS[flow.highestEffect].label}</State>
            </Group>
            {flow.description && (
              <Text size="xs" className="wrapped" dir="auto">
                {flow.description}
              </Text>
            )}
          </List.Item>
        ))}
        {tables.map((table) => (
          <List.Item key={`table ${table.name}`}>
            Table <b dir="auto">{table.name}</b>
          </List.Item>
        ))}
        {template.kind === 'detection' && (
          <List.Item>
            An event hook for{' '}
            {template.events.map((type) => (
              <Badge key={type} variant="default" mr={4} tt="none">
                {type}
              </Badge>
            ))}
          </List.Item>
        )}
      </List>
    </Paper>
  )
}

function Install({ template, variant, setVariant }: { template: Whole; variant: Variant; setVariant: (variant: Variant) => void }) {
  const queries = useQueryClient()
  const mayManage = useMay('manage_flows')
  const mayHooks = useMay('manage_hooks')
  const connections = useQuery(connectionsQuery)
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const [values, setValues] = useState<Record<string, string>>({})
  const [folder, setFolder] = useState(template.title)
  const detection = template.kind === 'detection'
  const offered = (connector: string) => usable(connections.data ?? [], connector)
  const connectionOf = (connector: string, required: boolean) => chosen[connector] ?? (required ? (offered(connector)[0]?.id ?? '') : '')
  const install = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/hookline/v1/templates/{id}/install', {
          params: { path: { id: template.id } },
          body: {
            connections: Object.fromEntries(template.connections.map((one) => [one.connector, connectionOf(one.connector, one.required)]).filter(([, id]) => id)) as Record<string, string>,
            ...(detection ? { variant, values: Object.fromEntries(template.settings.flatMap(({ name }) => (values[name] ? [[name, values[name]]] : []))) } : { folder }),
          },
        }),
      ),
    onSettled: () => {
      refreshFlows(queries)
      void queries.invalidateQueries({ queryKey: ['templates', template.id] })
    },
  })
  if (!mayManage || (detection && !mayHooks))
    return <Text size="sm">Installing it takes the permission to manage flows{detection && ' and event hooks'}.</Text>
  const field = install.error instanceof Refused ? install.error.field : undefined
  return (
    <Paper withBorder p="md" component="section" aria-label="Install">
      <Title order={2} size="h4" mb="xs">
        {template.installed ? 'Bring it up to date' : 'Install'}
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          install.mutate()
        }}
      >
        <Stack gap="sm" maw={520}>
          {template.installed && <Text size="sm">It is installed already. Its flows get new versions, its tables keep their rows.</Text>}
          {detection ? (
            <SegmentedControl
              aria-label="How far it goes"
              value={variant}
              onChange={(value) => setVariant(value as Variant)}
              data={[
                { value: 'alert', label: 'Tell people' },
                { value: 'contain', label: 'Tell people, and contain' },
              ]}
            />
          ) : (
            <TextInput label="Folder" description="It is made anew" required value={folder} onChange={(event) => setFolder(event.currentTarget.value)} />
          )}
          {template.connections.map(({ connector, required }) =>
            required && connections.data && offered(connector).length === 0 ? (
              <Text key={connector} size="sm">
                It needs a connection of {connector}, and none is set up. <PageLink to="/connections/new">Make one</PageLink>
              </Text>
            ) : (
              <NativeSelect
                key={connector}
                label={`Connection of ${connector}`}
                error={field === `connections.${connector}` ? install.error?.message : undefined}
                value={connectionOf(connector, required)}
                onChange={(event) => setChosen({ ...chosen, [connector]: event.currentTarget.value })}
                data={[...(required ? [] : [{ value: '', label: 'Choose later' }]), ...offered(connector).map((one) => ({ value: one.id, label: one.name }))]}
              />
            ),
          )}
          {template.settings.map(({ name, about, value, number }) =>
            number ? (
              <NumberInput key={name} label={name} description={about} placeholder={value ?? undefined} min={0} allowDecimal={false} value={values[name] ?? ''} onChange={(typed) => setValues({ ...values, [name]: String(typed) })} />
            ) : (
              <TextInput
                key={name}
                label={name}
                description={about}
                required={value === null}
                placeholder={value ?? undefined}
                error={field === `values.${name}` ? install.error?.message : undefined}
                value={values[name] ?? ''}
                onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
              />
            ),
          )}
          <Text size="xs" c="dimmed">
            {detection ? 'Its flows are switched on, and its event hook is active at once. All of it is made, or nothing.' : 'Its flows stay off until you have looked at what their author left in them.'}
          </Text>
          {install.error && (
            <Alert color="red" variant="light" role="alert" title="It was not installed">
              <Text size="sm" className="wrapped">
                {install.error.message}
              </Text>
            </Alert>
          )}
          {install.data && (
            <Alert color="green" variant="light" role="status" title="It is installed">
              <Stack gap={4}>
                <PageLink to="/flows" search={{ folder: install.data.folder.id }}>
                  {`Open the folder ${install.data.folder.name}`}
                </PageLink>
                {!detection && (
                  <PageLink to="/flows/setup" search={{ folder: install.data.folder.id }}>
                    Before you turn this on
                  </PageLink>
                )}
                {install.data.said.map((line) => (
                  <Text key={line} size="xs" className="mono wrapped">
                    {line}
                  </Text>
                ))}
              </Stack>
            </Alert>
          )}
          <Button type="submit" w="fit-content" loading={install.isPending} disabled={!detection && !folder.trim()}>
            {template.installed ? 'Bring it up to date' : 'Install'}
          </Button>
        </Stack>
      </form>
    </Paper>
  )
}
