import { Box, Checkbox, Fieldset, Pill, PillGroup, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../../api/client'

const MOST = 60

/** Which events, found by searching the catalog. */
export function EventTypes({ chosen, choose, mistake }: { chosen: string[]; choose: (types: string[]) => void; mistake?: string }) {
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const types = useQuery({
    queryKey: ['eventTypes', q],
    queryFn: () => ask(api.GET('/api/hookline/v1/eventTypes', { params: { query: { q } } })),
    placeholderData: keepPreviousData,
  })
  const toggle = (id: string) => choose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  const found = types.data ?? []
  return (
    <Fieldset legend="Select events">
      <Stack gap="xs">
        {chosen.length > 0 && (
          <PillGroup>
            {chosen.map((id) => (
              <Pill key={id} withRemoveButton removeButtonProps={{ 'aria-label': `Remove ${id}`, 'aria-hidden': false, tabIndex: 0 }} onRemove={() => toggle(id)}>
                {id}
              </Pill>
            ))}
          </PillGroup>
        )}
        <TextInput
          label="Search events"
          placeholder="For example phishing, factor, identity provider"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
        {types.isError && (
          <Text size="sm" c="red" role="alert">
            {types.error.message}
          </Text>
        )}
        <Text size="xs" c="dimmed" role="status">
          {types.isSuccess && (found.length === 0 ? 'No event type fits.' : `${found.length} event type${found.length === 1 ? '' : 's'}${found.length > MOST ? `, the best ${MOST} are shown` : ''}`)}
        </Text>
        <ScrollArea.Autosize mah={280} type="auto" viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': 'Found events' }}>
          <Stack gap={6} p={4}>
            {found.slice(0, MOST).map((type) => (
              <Checkbox
                key={type.id}
                checked={chosen.includes(type.id)}
                onChange={() => toggle(type.id)}
                label={
                  <Box>
                    {type.title}
                    <Text size="xs" c="dimmed" className="mono">
                      {type.id}
                    </Text>
                  </Box>
                }
              />
            ))}
          </Stack>
        </ScrollArea.Autosize>
        {mistake && (
          <Text size="sm" c="red">
            {mistake}
          </Text>
        )}
      </Stack>
    </Fieldset>
  )
}
