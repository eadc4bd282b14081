import { Alert, Button, Group, List, Modal, Stack, Text, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Document } from '../../flows/cards/document'
import { PageLink } from '../../shown/links'
import { Time } from '../../time/Time'
import { Differences } from './Differences'
import { discardDraft, draftsOfQuery, type Draft, type DraftEntry } from './drafts'
import type { DraftWork } from './useDraft'

/** Beside the name of the flow: whether what was done is safe. */
export function Kept({ work }: { work: DraftWork }) {
  const { keeping } = work
  if (keeping.state === 'kept')
    return (
      <>
        Draft kept <Time at={keeping.at} />
      </>
    )
  if (keeping.state === 'failed') return <span title={keeping.why}>Not kept yet: the server does not take it. Trying again…</span>
  if (keeping.state === 'overtaken') return <>Changed in another window</>
  return <>{keeping.state === 'keeping' ? 'Keeping…' : 'Not saved yet'}</>
}

/** Who else has changes of this flow that are not saved. */
export function Colleagues({ flow }: { flow: string }) {
  const drafts = useQuery({ ...draftsOfQuery(flow), retry: false })
  const others = (drafts.data ?? []).filter((one) => !one.own)
  if (others.length === 0) return null
  return (
    <Text size="xs" c="dimmed" role="status" className="work-colleagues">
      {others.map((one, index) => (
        <span key={index}>
          {index > 0 && ', '}
          <b>{one.owner.name}</b> has changes that are not saved, of <Time at={one.updated} />
        </span>
      ))}
    </Text>
  )
}

/** Before anything is done: whether to go on with what was not saved. */
export function DraftOffer({ draft, saved, version, go, discard }: { draft: Draft; saved: Document; version: number | undefined; go: () => void; discard: () => void }) {
  const [open, setOpen] = useState(false)
  const older = version !== undefined && draft.base !== undefined && draft.base.version < version
  return (
    <Modal opened onClose={go} title="Go on where you were?" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="sm">
        <Text size="sm">
          You changed {version === undefined ? 'this new flow' : 'this flow'} and did not save it. Your draft is of <Time at={draft.updated} />.
        </Text>
        {older && (
          <Alert variant="light" color="yellow" p="xs">
            <Text size="sm">
              It began with version {draft.base!.version}; version {version} was saved since. When you save, you see both and choose.
            </Text>
          </Alert>
        )}
        {version !== undefined && (
          <>
            <UnstyledButton className="work-more" aria-expanded={open} onClick={() => setOpen(!open)}>
              <Text size="sm">{open ? 'Hide the differences' : `Show what is different from version ${version}`}</Text>
            </UnstyledButton>
            {open && <Differences before={saved} after={draft.document} />}
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={discard}>
            Discard the draft
          </Button>
          <Button onClick={go} data-autofocus>
            Go on with the draft
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** Flows that were begun and never saved. */
export function BegunFlows({ drafts, close }: { drafts: DraftEntry[]; close: () => void }) {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  const left = drafts.filter((one) => !gone.has(one.id!))
  return (
    <Modal opened onClose={close} title="You began flows that you did not save" closeButtonProps={{ 'aria-label': 'Close' }}>
      <List size="sm" spacing="xs" listStyleType="none">
        {left.map((one) => (
          <List.Item key={one.id}>
            <Group justify="space-between" wrap="nowrap">
              <span className="wrapped">
                <PageLink to="/flows/new" search={{ draft: one.id! }} dir="auto">
                  {one.name}
                </PageLink>
                <Text span size="xs" c="dimmed">
                  {', '}
                  <Time at={one.updated} />
                </Text>
              </span>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Discard ${one.name}`}
                onClick={() => {
                  setGone(new Set([...gone, one.id!]))
                  void discardDraft(one.id!).catch(() => setGone(new Set([...gone].filter((id) => id !== one.id))))
                }}
              >
                Discard
              </Button>
            </Group>
          </List.Item>
        ))}
      </List>
      <Group justify="flex-end" mt="lg">
        <Button onClick={close} data-autofocus>
          Begin a new flow
        </Button>
      </Group>
    </Modal>
  )
}

/** The same draft was changed in another window of the same person. */
export function OtherWindow({ work, take }: { work: DraftWork; take: (document: Document) => void }) {
  const [error, setError] = useState<string>()
  if (work.keeping.state !== 'overtaken') return null
  return (
    <Modal opened onClose={() => {}} withCloseButton={false} title="You changed this flow in another window">
      <Text size="sm">Both windows have changes of yours that are not saved. Which do you want to go on with here?</Text>
      {error && (
        <Text size="sm" c="red" role="alert" mt="xs" className="wrapped">
          {error}
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => void work.other().then(take, (failure: Error) => setError(failure.message))}>
          Those of the other window
        </Button>
        <Button onClick={() => void work.insist()} data-autofocus>
          Those of this window
        </Button>
      </Group>
    </Modal>
  )
}
