import { ActionIcon, Combobox, ScrollArea, Text, useCombobox } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { CardAt } from '../document'
import { useBuilder } from '../page/builder'
import { matching, offersFor, type Offer } from './offers'
import { summary } from './tree'

/** So many are drawn at once; the search finds the others. */
const MOST_SHOWN = 200

/** A choice beside the values of other cards, such as the item of a loop. */
export interface Further {
  id: string
  label: string
  pick: () => void
}

interface Props {
  at: CardAt
  /** What the value is for. */
  label: string
  further?: readonly Further[]
  /** Cards whose values are left out. */
  without?: ReadonlySet<string>
  pick: (offer: Offer) => void
  /** Of the input that the list belongs to: Enter there opens it. */
  id?: string
}

/** Opens a list of all values that a card can take. What opens is made when it is first asked for: a flow has hundreds of inputs. */
export function ChooseValue(props: Props) {
  const [wanted, setWanted] = useState(false)
  if (wanted) return <Picker {...props} />
  return (
    <ActionIcon id={props.id} variant="subtle" color="gray" size={24} aria-label={`Choose a value for ${props.label}`} aria-haspopup="listbox" onClick={() => setWanted(true)}>
      <IconLink size={14} aria-hidden />
    </ActionIcon>
  )
}

function Picker({ at, label, further = [], without, pick, id }: Props) {
  const [search, setSearch] = useState('')
  const combobox = useCombobox({
    defaultOpened: true,
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      combobox.focusTarget()
      setSearch('')
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  return (
    <Combobox store={combobox} width={340} position="bottom-start" withinPortal shadow="md" onOptionSubmit={() => combobox.closeDropdown()}>
      <Combobox.Target withAriaAttributes={false} targetType="button">
        <ActionIcon
          id={id}
          variant="subtle"
          color="gray"
          size={24}
          aria-label={`Choose a value for ${label}`}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
        >
          <IconLink size={14} aria-hidden />
        </ActionIcon>
      </Combobox.Target>
      <Combobox.Dropdown className="nodrag nopan nowheel">
        <Combobox.Search
          ref={(element: HTMLInputElement | null) => {
            combobox.searchRef.current = element
          }}
          autoFocus
          aria-label={`Find a value for ${label}`}
          placeholder="Find a value"
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            combobox.updateSelectedOptionIndex()
          }}
        />
        {combobox.dropdownOpened && <Offers at={at} label={label} further={further} without={without} search={search} pick={pick} />}
      </Combobox.Dropdown>
    </Combobox>
  )
}

function Offers({ at, label, further = [], without, search, pick }: Omit<Props, 'id'> & { search: string }) {
  const { document, values } = useBuilder()
  const all = useMemo(() => offersFor(document, at, values).filter((offer) => !without?.has(offer.source.card.card)), [document, at, values, without])
  const found = matching(all, search)
  const shown = found.slice(0, MOST_SHOWN)
  const cards = new Map<string, Offer[]>()
  for (const offer of shown) {
    const card = `${offer.source.card.flow}|${offer.source.card.card}`
    cards.set(card, [...(cards.get(card) ?? []), offer])
  }
  const others = further.filter((one) => one.label.toLowerCase().includes(search.toLowerCase()))
  return (
    <Combobox.Options aria-label={`Values for ${label}`}>
      <ScrollArea.Autosize mah={320} type="scroll">
        {others.map((one) => (
          <Combobox.Option key={one.id} value={one.id} onClick={one.pick}>
            {one.label}
          </Combobox.Option>
        ))}
        {[...cards].map(([card, inside]) => (
          <Combobox.Group key={card} label={inside[0]!.card}>
            {inside.map((offer) => (
              <Combobox.Option key={offer.id} value={offer.id} onClick={() => pick(offer)}>
                <span dir="auto" style={{ paddingInlineStart: (offer.names.length - 1) * 12 }}>
                  {offer.names.at(-1)}
                </span>{' '}
                <Text span size="xs" c="dimmed">
                  {offer.type}
                  {offer.value === undefined ? '' : ` · ${summary(offer.value)}`}
                </Text>
              </Combobox.Option>
            ))}
          </Combobox.Group>
        ))}
        {shown.length === 0 && others.length === 0 && <Combobox.Empty>{all.length === 0 ? 'No card before this one gives a value.' : 'Nothing is called so.'}</Combobox.Empty>}
        {found.length > shown.length && <Combobox.Empty>And {found.length - shown.length} more: search for them.</Combobox.Empty>}
      </ScrollArea.Autosize>
    </Combobox.Options>
  )
}
