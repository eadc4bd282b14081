import type { Schemas } from '../api/client'

export type Setting = Schemas['Setting']

/** What a setting is now, for people. */
export function shownValue(setting: Pick<Setting, 'secret' | 'isSet' | 'value'>): string {
  if (setting.secret) return setting.isSet ? 'Set, and never shown' : 'Not set'
  return setting.value ?? 'Not set'
}

/** Where its value comes from. */
export const sourceOf = (setting: Pick<Setting, 'isSet' | 'from'>): string => (setting.isSet ? (setting.from ?? 'Set') : 'Default')

/** Every place that can set it, in the words of each. */
export function placesOf(setting: Pick<Setting, 'name' | 'inFile' | 'variable' | 'option'>): string[] {
  return [...(setting.inFile ? [`${setting.name} in hookline.yaml`] : []), ...(setting.variable ? [setting.variable] : []), ...(setting.option ? [setting.option] : [])]
}

/** Those whose name, help or value has every word. */
export function fitting(settings: Setting[], typed: string): Setting[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return settings.filter((setting) => {
    const text = [setting.name, setting.variable, setting.option, setting.help, setting.secret ? '' : setting.value].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
