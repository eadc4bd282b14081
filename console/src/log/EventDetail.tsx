import { ActionIcon, Box, Title, Tooltip } from '@mantine/core'
import { IconFilterPlus } from '@tabler/icons-react'
import { Copy } from '../shown/Copy'
import type { Json } from '../shown/json'
import { JsonTree } from '../shown/JsonTree'
import '../shown/facts.css'
import { Consequences } from './Consequences'
import { filterOf } from './filters'
import type { LogEvent } from './LogPage'

/** One event: its JSON, each field as a filter, and what happened to it. */
export function EventDetail({ event, narrow }: { event: LogEvent; narrow: (filter: string) => void }) {
  return (
    <div className="event-parts">
      <Box className="grows">
        <Title order={2} size="h6" mb="xs">
          The event
        </Title>
        <JsonTree
          value={event as unknown as Json}
          label="the event"
          search
          depth={1}
          actions={(steps, value) => {
            const filter = filterOf(steps, value)
            if (!filter) return null
            return (
              <>
                <Copy text={filter} label={`Copy as filter: ${filter}`} />
                <Tooltip label="Narrow the list to this" withArrow events={{ hover: true, focus: true, touch: false }}>
                  <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Narrow the list to ${filter}`} onClick={() => narrow(filter)}>
                    <IconFilterPlus size={14} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              </>
            )
          }}
        />
      </Box>
      <Box className="grows">
        <Title order={2} size="h6" mb="xs">
          What happened to it
        </Title>
        <Consequences uuid={event.uuid ?? ''} published={event.published ?? undefined} eventType={event.eventType} />
      </Box>
    </div>
  )
}
