import { Button, Checkbox, Group, Modal, NumberInput, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { describeCard, edit, methodIn, setPolicy, type CardAt, type Method } from '../document'
import { useBuilder, type Card } from '../page/builder'
import { approvalOf, withApproval, type Approval } from './approval'
import { ChooseFlow } from './ChooseFlow'
import { handlingOf, LONGEST_WAIT, mistakeIn, MOST_RETRIES, policyOf, type Handling } from './policy'

/** Other options of a card: what it is for, who must agree, and what happens when it fails. */
export function CardOptions({ at, card, method, close }: { at: CardAt; card: Card | undefined; method: Method; close: () => void }) {
  const { change, readOnly } = useBuilder()
  const stored = method.node.model
  const handlesItself = stored.policy?.error?.type === 'handler'
  const [handling, setHandling] = useState<Handling>(() => handlingOf(stored.policy?.error))
  const [about, setAbout] = useState(typeof stored.comments === 'string' ? stored.comments : '')
  const [approval, setApproval] = useState<Approval | undefined>(() => approvalOf(stored))
  const mistake = handlesItself ? undefined : mistakeIn(handling)
  const set = (more: Partial<Handling>) => setHandling({ ...handling, ...more })
  const wrong = (field: keyof Handling) => (mistake?.field === field ? mistake.text : undefined)
  return (
    <Modal opened onClose={close} title="Options of the card" size="md" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change('Set the options of the card', (before) => {
            let next = before
            if (about !== (typeof stored.comments === 'string' ? stored.comments : '')) next = describeCard(next, at, about)
            if (!handlesItself) {
              const policy = policyOf(handling, stored.policy?.error)
              if (JSON.stringify(policy) !== JSON.stringify(policyOf(handlingOf(stored.policy?.error), stored.policy?.error))) next = setPolicy(next, at, policy)
            }
            if (JSON.stringify(approval) !== JSON.stringify(approvalOf(stored))) next = edit(next, (draft) => withApproval(methodIn(draft, at).node.model, approval))
            return next
          })
          close()
        }}
      >
        <Stack>
          <Textarea label="Description" description="What this card does here, for whoever reads the flow" autosize minRows={2} maxRows={6} dir="auto" readOnly={readOnly} value={about} onChange={(event) => setAbout(event.currentTarget.value)} />
          {card?.effect === 'DESTRUCTIVE' && <AskFirst approval={approval} readOnly={readOnly} set={setApproval} />}
          {handlesItself ? (
            <Text size="sm">When a card inside fails, the cards under “If an error occurs” run.</Text>
          ) : (
            <>
              <NumberInput
                label="Try again"
                description="So many times, before the card counts as failed"
                min={0}
                max={MOST_RETRIES}
                allowDecimal={false}
                readOnly={readOnly}
                value={handling.retry}
                error={wrong('retry')}
                onChange={(value) => set({ retry: Number(value) || 0 })}
              />
              {handling.retry > 0 && (
                <>
                  <Group grow align="flex-start">
                    <NumberInput label="Wait" description="Seconds between attempts" min={0} max={LONGEST_WAIT} readOnly={readOnly} value={handling.wait} error={wrong('wait')} onChange={(value) => set({ wait: Number(value) || 0 })} />
                    <NumberInput
                      label="At most"
                      description="When the wait varies, or blank"
                      min={0}
                      max={LONGEST_WAIT}
                      readOnly={readOnly}
                      value={handling.longest ?? ''}
                      error={wrong('longest')}
                      onChange={(value) => set({ longest: value === '' ? undefined : Number(value) })}
                    />
                  </Group>
                  <Radio.Group label="After which failures" value={handling.when} onChange={(value) => set({ when: value as Handling['when'] })}>
                    <Stack gap={6} mt={6}>
                      <Radio value="ratelimits" label="Only when the other system limits the rate (429, 504)" disabled={readOnly} />
                      <Radio value="all" label="After any" disabled={readOnly} />
                      <Radio value="codes" label="After these status codes" disabled={readOnly} />
                    </Stack>
                  </Radio.Group>
                  {handling.when === 'codes' && <TextInput label="Status codes" placeholder="429, 503" readOnly={readOnly} value={handling.codes} error={wrong('codes')} onChange={(event) => set({ codes: event.currentTarget.value })} />}
                </>
              )}
              <Radio.Group label="When the card has failed" value={handling.then} onChange={(value) => set({ then: value as Handling['then'] })}>
                <Stack gap={6} mt={6}>
                  <Radio value="finish" label="The flow fails" disabled={readOnly} />
                  <Radio value="flo" label="Run another flow, then the flow fails" disabled={readOnly} />
                  <Radio value="return" label="The flow ends here and returns" description="To its caller, without being a failure" disabled={readOnly} />
                </Stack>
              </Radio.Group>
              {handling.then === 'flo' && (
                <div>
                  <ChooseFlow field={{ constant: handling.flow }} label="Flow that runs instead" readOnly={readOnly} set={(flow) => set({ flow })} />
                  {wrong('flow') && <div className="field-problem">{wrong('flow')}</div>}
                </div>
              )}
            </>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {readOnly ? 'Close' : 'Cancel'}
            </Button>
            {!readOnly && (
              <Button type="submit" disabled={mistake !== undefined}>
                Done
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function AskFirst({ approval, readOnly, set }: { approval: Approval | undefined; readOnly: boolean; set: (approval: Approval | undefined) => void }) {
  return (
    <Stack gap="xs">
      <Checkbox
        label="Ask for approval before it acts"
        description="Somebody with the permission to approve must agree. It then acts with exactly the values that were shown."
        disabled={readOnly}
        checked={approval !== undefined}
        onChange={(event) => set(event.currentTarget.checked ? {} : undefined)}
      />
      {approval && (
        <Group grow align="flex-start" pl="xl">
          <NumberInput label="Minutes to decide" placeholder="60" min={1} max={43_200} readOnly={readOnly} value={approval.minutes ?? ''} onChange={(value) => set({ ...approval, minutes: value === '' ? undefined : Number(value) })} />
          <TextInput label="Reason" maxLength={1000} readOnly={readOnly} value={approval.reason ?? ''} onChange={(event) => set({ ...approval, reason: event.currentTarget.value || undefined })} />
        </Group>
      )}
      {approval && (
        <Radio.Group pl="xl" label="When nobody decides in time" value={approval.otherwise ?? 'deny'} onChange={(value) => set({ ...approval, otherwise: value === 'deny' ? undefined : value })}>
          <Group mt={6}>
            <Radio value="deny" label="Deny" disabled={readOnly} />
            <Radio value="approve" label="Approve" disabled={readOnly} />
            <Radio value="fail" label="Fail" disabled={readOnly} />
          </Group>
        </Radio.Group>
      )}
    </Stack>
  )
}
