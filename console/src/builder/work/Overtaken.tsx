import { Button, Group, Modal, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Document } from '../../flows/cards/document'
import { Changed } from '../../flows/CardChanges'
import { flowQuery } from '../../flows/flows'
import { Failed, Loading } from '../../shown/states'
import { State } from '../../shown/Tone'
import { Time } from '../../time/Time'
import { savedQuery, type Saved } from '../page/load'
import { contests, isContested, merged, proposed, type Contest, type Side } from './threeWay'

/** Somebody else saved the flow meanwhile: what both changed, and what becomes of it. */
export function Overtaken({ flow, base, mine, close, take }: { flow: string; base: Document; mine: Document; close: () => void; take: (document: Document, theirs: Saved, version: number | undefined) => void }) {
  const theirs = useQuery({ ...savedQuery(flow), queryKey: ['builder', 'theirs', flow], staleTime: 0 })
  const now = useQuery({ ...flowQuery(flow), staleTime: 0 })
  return (
    <Modal opened onClose={close} size="xl" title="Somebody else saved this flow meanwhile" closeButtonProps={{ 'aria-label': 'Close' }}>
      {theirs.error ? (
        <Failed error={theirs.error} retry={() => void theirs.refetch()} />
      ) : !theirs.data || theirs.isFetching ? (
        <Loading what="their version" rows={4} />
      ) : (
        <Choice
          base={base}
          mine={mine}
          theirs={theirs.data}
          who={now.data ? { name: now.data.lastEditor ?? 'Somebody', at: now.data.updatedAt ?? undefined, version: now.data.version } : undefined}
          close={close}
          take={take}
        />
      )}
    </Modal>
  )
}

function Choice({ base, mine, theirs, who, close, take }: { base: Document; mine: Document; theirs: Saved; who?: { name: string; at?: string; version: number }; close: () => void; take: (document: Document, theirs: Saved, version: number | undefined) => void }) {
  const all = useMemo(() => contests(base, mine, theirs.document), [base, mine, theirs.document])
  const [chosen, setChosen] = useState<ReadonlyMap<string, Side>>(new Map())
  const contested = all.filter(isContested)
  return (
    <Stack gap="md">
      <Text size="sm">
        {who && (
          <>
            <b>{who.name}</b> saved version {who.version}
            {who.at && (
              <>
                {' '}
                <Time at={who.at} />
              </>
            )}
            .{' '}
          </>
        )}
        Nothing was overwritten. {contested.length === 0 ? 'You changed different things, so both can be kept.' : `You both changed ${contested.length === 1 ? 'one thing' : `${contested.length} things`}: choose whose is kept.`}
      </Text>
      {all.map((contest) => (
        <ContestRow key={contest.key} contest={contest} side={chosen.get(contest.key) ?? proposed(contest)} choose={(side) => setChosen(new Map([...chosen, [contest.key, side]]))} />
      ))}
      {all.length === 0 && <Text size="sm">Their version and yours are the same, as far as it is shown.</Text>}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          Not now
        </Button>
        <Button variant="default" onClick={() => take(theirs.document, theirs, who?.version)}>
          Take their version, drop mine
        </Button>
        <Button onClick={() => take(merged(base, mine, theirs.document, chosen), theirs, who?.version)} data-autofocus>
          Go on with what is chosen
        </Button>
      </Group>
    </Stack>
  )
}

function ContestRow({ contest, side, choose }: { contest: Contest; side: Side; choose: (side: Side) => void }) {
  const both = isContested(contest)
  return (
    <Stack gap={6} component="section" aria-label={contest.title}>
      <Group justify="space-between">
        <Group gap="xs">
          <Title order={3} size="h6" className="wrapped" dir="auto">
            {contest.title}
          </Title>
          {both && <State tone="attention">Both changed it</State>}
        </Group>
        <SegmentedControl
          size="xs"
          aria-label={`Keep of ${contest.title}`}
          value={side}
          onChange={(value) => choose(value as Side)}
          data={[
            { value: 'mine', label: contest.mine.length > 0 ? 'Mine' : 'As it was' },
            { value: 'theirs', label: contest.theirs.length > 0 ? 'Theirs' : 'As it was' },
          ]}
        />
      </Group>
      {contest[side].map((change, index) => (
        <Changed key={index} card={change} />
      ))}
    </Stack>
  )
}
