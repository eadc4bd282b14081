/** One step of a person: what it did, and the document before and after it. */
export interface Step<T> {
  label: string
  /** Steps with the same word, one right after the other, are one: typing in a field. */
  coalesce?: string
  before: T
}

/** What was done to a document, and what was undone. Every change gives a new history. */
export class History<T> {
  private constructor(
    readonly present: T,
    readonly past: readonly Step<T>[],
    readonly future: readonly Step<T>[],
  ) {}

  static of<T>(present: T): History<T> {
    return new History(present, [], [])
  }

  /** What undoing and redoing would do, for people. */
  get undoLabel(): string | undefined {
    return this.past.at(-1)?.label
  }

  get redoLabel(): string | undefined {
    return this.future.at(-1)?.label
  }

  change(label: string, document: T, coalesce?: string): History<T> {
    if (document === this.present) return this
    const last = this.past.at(-1)
    if (coalesce !== undefined && last?.coalesce === coalesce && this.future.length === 0) return new History(document, this.past, [])
    return new History(document, [...this.past.slice(-MOST + 1), { label, coalesce, before: this.present }], [])
  }

  undo(): History<T> {
    const last = this.past.at(-1)
    if (!last) return this
    return new History(last.before, this.past.slice(0, -1), [...this.future, { label: last.label, before: this.present }])
  }

  redo(): History<T> {
    const next = this.future.at(-1)
    if (!next) return this
    return new History(next.before, [...this.past, { label: next.label, before: this.present }], this.future.slice(0, -1))
  }
}

/** Documents share what is the same in them, so that many steps cost little. */
const MOST = 1000
