import { Alert, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** The blue of the logo, from pale to deep. */
const line: MantineColorsTuple = ['#eef3ff', '#dce5fb', '#b6c8f4', '#8da9ef', '#6b8fea', '#5580e8', '#4a78e7', '#2f5bd7', '#2850c0', '#1e44a8']

export const theme = createTheme({
  colors: { line },
  primaryColor: 'line',
  primaryShade: { light: 7, dark: 7 },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // On the tint of an alert its own colour is too pale to be read; the icon and the tint say which kind it is.
    Alert: Alert.extend({ styles: { title: { color: 'var(--mantine-color-text)' } } }),
  },
})

/** Greys that can be read: 4.5 to 1 against what is behind them. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#565d66',
    '--mantine-color-placeholder': '#6b727a',
    '--mantine-color-error': '#c92a2a',
    '--mantine-color-red-text': '#c92a2a',
    '--mantine-color-red-filled': '#c92a2a',
    '--mantine-color-red-filled-hover': '#b02525',
    '--mantine-color-red-outline': '#c92a2a',
    '--shade': '#f6f7f9',
    '--tone-good': '#087f5b',
    '--tone-busy': '#1864ab',
    '--tone-attention': '#a63d06',
    '--tone-bad': '#c92a2a',
  },
  dark: {
    '--mantine-color-dimmed': '#adb3ba',
    '--mantine-color-placeholder': '#979da4',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-anchor': '#8da9ef',
    '--mantine-color-red-text': '#ff8787',
    '--mantine-color-red-filled': '#c92a2a',
    '--mantine-color-red-filled-hover': '#b02525',
    '--shade': '#1d1e20',
    '--tone-good': '#63e6be',
    '--tone-busy': '#91c9ff',
    '--tone-attention': '#ffa94d',
    '--tone-bad': '#ff8787',
  },
})
