import { Button, Combobox, InputBase, NativeSelect, ScrollArea, Text, useCombobox } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { foldersQuery } from '../../flows/flows'
import { placesFor } from '../../flows/tree'
import { useBuilder } from '../page/builder'
import type { LoadChoices } from './Constant'
import type { FormField } from './form'

interface Props {
  field: FormField
  label: string
  describedBy?: string
  readOnly: boolean
  invalid: boolean
  set: (value: unknown) => void
}

export function FolderChoice({ field, label, describedBy, readOnly, invalid, set }: Props) {
  const folders = useQuery(foldersQuery)
  const value = typeof field.constant === 'string' ? field.constant : ''
  return <Ids label={label} describedBy={describedBy} readOnly={readOnly} invalid={invalid} set={set} value={value} data={placesFor(folders.data ?? [])} missing="a folder that you do not see" />
}

export function TableChoice({ field, label, describedBy, readOnly, invalid, set }: Props) {
  const { names } = useBuilder()
  const value = typeof field.constant === 'string' ? field.constant : ''
  const data = [...names.tables].map(([id, name]) => ({ value: id, label: name })).sort((a, b) => a.label.localeCompare(b.label))
  return <Ids label={label} describedBy={describedBy} readOnly={readOnly} invalid={invalid} set={set} value={value} data={data} missing="a table that you do not see" />
}

function Ids({ label, describedBy, readOnly, invalid, set, value, data, missing }: Omit<Props, 'field'> & { value: string; data: { value: string; label: string }[]; missing: string }) {
  const known = data.some((one) => one.value === value)
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      aria-describedby={describedBy}
      disabled={readOnly}
      error={invalid}
      value={value}
      onChange={(event) => set(event.currentTarget.value || undefined)}
      data={[{ value: '', label: '' }, ...(value !== '' && !known ? [{ value, label: missing }] : []), ...data]}
    />
  )
}

/** Choices that the connected system has, found by a search, page by page. */
export function ServiceChoice({ field, label, describedBy, readOnly, invalid, set, load }: Props & { load: LoadChoices }) {
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search, 250)
  const combobox = useCombobox({ onDropdownClose: () => setSearch(''), onDropdownOpen: () => combobox.focusSearchInput() })
  const pages = useInfiniteQuery({
    queryKey: ['choices', field.group, field.key, load, asked],
    queryFn: ({ pageParam }) => load(asked, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    enabled: combobox.dropdownOpened,
    retry: false,
    staleTime: 30_000,
  })
  const choices = pages.data?.pages.flatMap((page) => page.choices) ?? []
  const value = typeof field.constant === 'string' ? field.constant : ''
  const shown = [...choices, ...(field.choices ?? [])].find((choice) => choice.value === value)?.label ?? value
  return (
    <Combobox
      store={combobox}
      withinPortal
      width={280}
      onOptionSubmit={(chosen) => {
        set(chosen)
        combobox.closeDropdown()
      }}
    >
      <Combobox.Target targetType="button">
        <InputBase component="button" type="button" size="xs" pointer aria-label={`${label}: ${shown || 'blank'}`} aria-describedby={describedBy} disabled={readOnly} error={invalid} rightSection={<Combobox.Chevron />} onClick={() => combobox.toggleDropdown()}>
          {shown || <Text span size="xs" c="dimmed">Choose</Text>}
        </InputBase>
      </Combobox.Target>
      <Combobox.Dropdown className="nodrag nopan nowheel">
        <Combobox.Search aria-label={`Find ${label}`} placeholder="Search" value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        <Combobox.Options aria-label={label}>
          <ScrollArea.Autosize mah={260} type="scroll">
            {choices.map((choice) => (
              <Combobox.Option key={choice.value} value={choice.value} active={choice.value === value}>
                {choice.label}
              </Combobox.Option>
            ))}
            {pages.isPending && combobox.dropdownOpened && <Combobox.Empty>Asking the connected system…</Combobox.Empty>}
            {pages.data && choices.length === 0 && <Combobox.Empty>It has nothing of that name.</Combobox.Empty>}
          </ScrollArea.Autosize>
        </Combobox.Options>
        {pages.error && (
          <Combobox.Footer>
            <Text size="xs" c="red" role="alert" className="wrapped">
              {pages.error.message}
            </Text>
          </Combobox.Footer>
        )}
        {pages.hasNextPage && (
          <Combobox.Footer>
            <Button size="compact-xs" variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
              More
            </Button>
          </Combobox.Footer>
        )}
      </Combobox.Dropdown>
    </Combobox>
  )
}
