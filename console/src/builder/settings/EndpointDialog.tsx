import { EndpointDialog as Settings, type Level } from '../../flows/EndpointDialog'
import { useMay } from '../../session/session'
import { ButtonLink } from '../../shown/links'
import { setFlow } from '../document'
import { useBuilder } from '../page/builder'
import { useCloseToTrigger } from './useCloseToTrigger'
import { levelOf, wordOf } from './levels'

/** The settings of the endpoint that is being built: its level is part of the document, so that it counts with the next save. */
export function EndpointDialog({ close }: { close: () => void }) {
  const { document, change, flow, readOnly } = useBuilder()
  const leave = useCloseToTrigger(close)
  const mayHooks = useMay('manage_hooks')
  const signed = flow?.securityLevel === 'slackSignature'
  const level = signed ? 'slackSignature' : levelOf(document.data.security_level)
  const waits = !flow || (!signed && flow.securityLevel !== level)
  return (
    <Settings
      flow={flow}
      level={level}
      setLevel={(next: Level) => change('Set the security level', (before) => setFlow(before, { securityLevel: wordOf(next) }))}
      mayChange={!readOnly && !signed}
      about={signed ? 'It is changed on the page of the flow.' : waits ? 'The change counts when the flow is saved.' : undefined}
      opened
      close={leave}
    >
      {flow && mayHooks && (
        <ButtonLink variant="default" to="/event-hooks/new" search={{ flow: flow.id }}>
          Create event hook for this flow
        </ButtonLink>
      )}
    </Settings>
  )
}
