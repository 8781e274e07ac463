import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { apiProxy } from './api-proxy.ts'

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    target: ['chrome123', 'firefox128', 'safari17.5'], // What `light-dark()` and Tailwind 4 ask for.
    assetsInlineLimit: 0, // The content security policy allows no inlined script or style.
    modulePreload: { polyfill: false },
  },
  server: { host: '127.0.0.1', proxy: apiProxy(`http://127.0.0.1:${process.env.PORT ?? 8000}`) },
})
