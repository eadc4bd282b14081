const KEY = 'hookline.builder.recent'
const MOST = 8

/** Which cards this browser's person added last, the last one first. */
export function recentCards(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((key): key is string => typeof key === 'string') : []
  } catch {
    return []
  }
}

export function rememberCard(key: string) {
  try {
    localStorage.setItem(KEY, JSON.stringify([key, ...recentCards().filter((one) => one !== key)].slice(0, MOST)))
  } catch {
    // A browser that keeps nothing only shows no recent cards.
  }
}
