/** Comparisons in words, by how documents write them. */
const WORDS: Record<string, string> = {
  '==': 'is equal to',
  '!=': 'is not equal to',
  '===': 'is equal to, in value and type',
  '!==': 'is not equal to, in value or type',
  '>=': 'is at least',
  '<=': 'is at most',
  '>': 'is greater than',
  '<': 'is less than',
  '%': 'is a multiple of',
  in: 'is part of',
  'not in': 'is not part of',
  has: 'has the key',
  "doesn't have": 'does not have the key',
  'is empty': 'is empty',
  'is not empty': 'is not empty',
}

/** Whether these choices are comparisons. */
export function areOperators(choices: readonly string[] | undefined): boolean {
  return Boolean(choices && choices.length > 0 && choices.every((choice) => choice in WORDS))
}

export function operatorWords(operator: string): string {
  return WORDS[operator] ?? operator
}

/** Whether the comparison looks at its first value only. */
export function comparesNothing(operator: unknown): boolean {
  return operator === 'is empty' || operator === 'is not empty'
}
