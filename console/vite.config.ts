import react from '@vitejs/plugin-react'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/** A plain script, as it is, for browsers that do not understand the bundle; a file of its own, as the policy wants it. */
function outdatedCheck(): Plugin {
  let reference = ''
  let name = ''
  return {
    name: 'outdated-check',
    apply: 'build',
    buildStart() {
      reference = this.emitFile({ type: 'asset', name: 'outdated.js', source: readFileSync('src/outdated.js', 'utf8') })
    },
    generateBundle() {
      name = this.getFileName(reference)
    },
    transformIndexHtml: {
      order: 'post',
      handler: () => [{ tag: 'script', attrs: { src: `/console/${name}` }, injectTo: 'head' }],
    },
  }
}

export default defineConfig({
  base: '/console/',
  plugins: [react(), outdatedCheck()],
  build: {
    outDir: 'target/classes/console',
    emptyOutDir: true,
    // Everything is a file of its own: the content security policy takes no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome111', 'firefox114', 'safari16.4'],
    chunkSizeWarningLimit: 1000,
  },
  server: {
    // "npm run dev" beside a started server.
    proxy: { '/api': 'http://127.0.0.1:8080' },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
  },
})
