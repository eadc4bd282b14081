import { Combobox, InputBase, useCombobox } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { useMay } from '../session/session'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { ConnectionForm } from './ConnectionForm'
import { connectorOf, connectorsOf, connectorsQuery, type Connector } from './connections'
import { bodyOf, EMPTY, type Draft } from './draft'
import '../shown/facts.css'

/** A connection is made: first to what, then how. */
export function NewConnectionPage() {
  const mayManage = useMay('manage_connections')
  const connectors = useQuery(connectorsQuery)
  return (
    <Page title="New Connection" about={<PageLink to="/connections">Connections</PageLink>}>
      {!mayManage && <Nothing title="You may not make connections">Somebody with the permission to manage connections does.</Nothing>}
      {mayManage && connectors.isPending && <Loading what="the connectors" />}
      {mayManage && connectors.isError && <Failed error={connectors.error} retry={() => void connectors.refetch()} />}
      {mayManage && connectors.data && <Making connectors={connectorsOf(connectors.data)} />}
    </Page>
  )
}

function Making({ connectors }: { connectors: Connector[] }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [draft, setDraft] = useState<Draft>(EMPTY)
  const connector = connectorOf(connectors, draft.connector)
  const choose = (id: string) => {
    const chosen = connectorOf(connectors, id)
    setDraft((before) => ({
      ...before,
      connector: id,
      kind: chosen.kinds[0] ?? 'none',
      name: before.name === '' || connectors.some((one) => one.name === before.name) ? chosen.name : before.name,
      allowedOrigins: chosen.origins.join('\n'),
    }))
  }
  const create = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/connections', { body: bodyOf(draft, connector.protects) })),
    onSuccess: (made) => {
      queries.setQueryData(['connections', made.id], made)
      void queries.invalidateQueries({ queryKey: ['connections', 'list'] })
      return navigate({ to: '/connections/$connectionId', params: { connectionId: made.id }, search: { made: 'true' } })
    },
  })
  const choice = <ChooseConnector connectors={connectors} chosen={draft.connector} choose={choose} />
  if (draft.connector === '') return choice
  return (
    <ConnectionForm
      draft={draft}
      set={(more) => setDraft((before) => ({ ...before, ...more }))}
      connector={connector}
      choice={choice}
      submit={() => create.mutate()}
      busy={create.isPending}
      error={create.error}
      label="Create connection"
      failed="The connection was not created"
    />
  )
}

/** Chooses by typing: there are many. */
function ChooseConnector({ connectors, chosen, choose }: { connectors: Connector[]; chosen: string; choose: (id: string) => void }) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [typed, setTyped] = useState<string>()
  const name = connectors.find((one) => one.id === chosen)?.name ?? chosen
  const text = typed ?? name
  const words = (typed ?? '').trim().toLowerCase()
  const found = connectors.filter((one) => `${one.name} ${one.id}`.toLowerCase().includes(words))
  return (
    <Combobox
      store={combobox}
      withinPortal={false}
      onOptionSubmit={(id) => {
        choose(id)
        setTyped(undefined)
        combobox.closeDropdown()
      }}
    >
      <Combobox.Target>
        <InputBase
          maw={760}
          label="Connects to"
          description={`${connectors.length} connectors; type to find one`}
          required
          placeholder="Slack, Okta, API Connector, GitHub …"
          rightSection={<Combobox.Chevron />}
          rightSectionPointerEvents="none"
          value={text}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            combobox.openDropdown()
            combobox.selectFirstOption()
          }}
          onClick={() => combobox.openDropdown()}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => {
            combobox.closeDropdown()
            setTyped(undefined)
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={280} className="palette" aria-label="Connectors">
          {found.map((one) => (
            <Combobox.Option key={one.id} value={one.id} active={one.id === chosen}>
              {one.name}
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>No connector is called so.</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
