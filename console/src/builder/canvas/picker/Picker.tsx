import { Box, Group, Kbd, Modal, ScrollArea, SegmentedControl, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useId, useMemo, useState, type KeyboardEvent } from 'react'
import { EFFECTS } from '../../../flows/flows'
import { State } from '../../../shown/Tone'
import type { Card } from '../../page/builder'
import { categoriesOf, found, KINDS, offersOf, type Kind, type Offer } from './offers'
import { recentCards, rememberCard } from './recent'
import './picker.css'

/** So many are drawn at once; a search or a category finds the others. */
const MOST = 150

/** Chooses a card to add: by name, by category, or by what it does; by pointer or by keyboard alone. */
export function Picker({ catalog, kind: first, choose, close }: { catalog: ReadonlyMap<string, Card>; kind: Kind; choose: (offer: Offer) => void; close: () => void }) {
  const [kind, setKind] = useState(first)
  const [typed, setTyped] = useState('')
  const [category, setCategory] = useState('')
  const [chosen, setChosen] = useState(0)
  const [recent] = useState(recentCards)
  const id = useId()
  const all = useMemo(() => offersOf(catalog.values(), kind), [catalog, kind])
  const categories = useMemo(() => categoriesOf(all), [all])
  const matching = useMemo(() => found(all.filter((offer) => !category || offer.category === category), typed, category ? [] : recent), [all, category, typed, recent])
  const shown = matching.slice(0, MOST)
  const at = Math.min(chosen, shown.length - 1)

  useEffect(() => {
    // Not in the first picture, which has its own place.
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [at, id])

  const narrow = (change: () => void) => {
    change()
    setChosen(0)
  }
  const take = (offer: Offer | undefined) => {
    if (!offer) return
    rememberCard(offer.key)
    choose(offer)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setChosen(Math.max(0, Math.min(shown.length - 1, at + step)))
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      take(shown[at])
    }
  }
  return (
    <Modal opened onClose={close} title={KINDS[kind]} size={860} closeButtonProps={{ 'aria-label': 'Close' }} classNames={{ body: 'picker' }}>
      <Group gap="sm" mb="sm">
        <TextInput
          className="grows"
          data-autofocus
          leftSection={<IconSearch size={16} aria-hidden />}
          placeholder="Name, application, or what it does"
          aria-label="Search cards"
          role="combobox"
          aria-expanded={shown.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={shown[at] ? `${id}-${at}` : undefined}
          autoComplete="off"
          value={typed}
          onChange={(event) => narrow(() => setTyped(event.currentTarget.value))}
          onKeyDown={onKeyDown}
        />
        {first !== 'event' && (
          <SegmentedControl
            aria-label="Which cards"
            value={kind}
            onChange={(value) =>
              narrow(() => {
                setKind(value as Kind)
                setCategory('')
              })
            }
            data={[
              { value: 'action', label: 'App actions' },
              { value: 'function', label: 'Functions' },
            ]}
          />
        )}
      </Group>
      <div className="picker-parts">
        <ScrollArea className="picker-categories" type="auto">
          <nav aria-label="Categories">
            {[{ name: '', count: all.length }, ...categories].map((one) => (
              <UnstyledButton key={one.name} className="picker-category" aria-current={category === one.name || undefined} onClick={() => narrow(() => setCategory(one.name))}>
                <span>{one.name || 'All'}</span>
                <Text span size="xs" c="dimmed">
                  {one.count}
                </Text>
              </UnstyledButton>
            ))}
          </nav>
        </ScrollArea>
        <div className="picker-list" id={`${id}-list`} role={shown.length > 0 ? 'listbox' : undefined} aria-label={shown.length > 0 ? 'Cards' : undefined}>
          {shown.map((offer, index) => (
            <Box
              key={offer.key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              className="picker-offer"
              onMouseMove={() => index !== at && setChosen(index)}
              onClick={() => take(offer)}
            >
              <Group gap={8} wrap="nowrap" justify="space-between" align="flex-start">
                <Text size="sm" fw={600}>
                  {offer.title}
                </Text>
                <Group gap={6} wrap="nowrap">
                  {typed.trim() === '' && !category && recent.includes(offer.key) && (
                    <Text span size="xs" c="dimmed">
                      used lately
                    </Text>
                  )}
                  {offer.card.effect !== 'NONE' && <State tone={EFFECTS[offer.card.effect].tone}>{EFFECTS[offer.card.effect].label}</State>}
                </Group>
              </Group>
              <Text size="xs" c="dimmed">
                {offer.category}
                {'. '}
                {offer.help}
              </Text>
            </Box>
          ))}
        </div>
      </div>
      <Text size="xs" c="dimmed" mt="xs" role="status">
        {matching.length === 0 ? 'No card is called or does that. Try other words, or another category.' : matching.length > MOST ? `The first ${MOST} of ${matching.length} cards: more words find the rest.` : `${matching.length} ${matching.length === 1 ? 'card' : 'cards'}`}
        {'  '}
        <span className="picker-keys">
          <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> choose, <Kbd size="xs">Enter</Kbd> adds
        </span>
      </Text>
    </Modal>
  )
}
