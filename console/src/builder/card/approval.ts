/** Who must agree before a destructive card acts, as a document says it. */
export interface Approval {
  minutes?: number
  /** When nobody decides: deny is usual. */
  otherwise?: string
  reason?: string
}

interface Holder {
  approval?: unknown
}

export function approvalOf(model: object): Approval | undefined {
  const { approval } = model as Holder
  if (approval === true) return {}
  return typeof approval === 'object' && approval !== null ? (approval as Approval) : undefined
}

/** Sets or ends it; the shortest form is written. */
export function withApproval(model: object, approval: Approval | undefined) {
  const holder = model as Holder
  if (!approval) {
    delete holder.approval
    return
  }
  const said = Object.fromEntries(Object.entries(approval).filter(([, value]) => value !== undefined))
  holder.approval = Object.keys(said).length > 0 ? said : true
}
