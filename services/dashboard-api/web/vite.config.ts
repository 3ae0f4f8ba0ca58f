import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the dashboard-api listens while this app is being developed. */
const DASHBOARD_API = 'http://127.0.0.1:4012';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    // First versions with light-dark(), which the tokens are made of; older targets would have it rewritten.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The policy `script-src 'self'; font-src 'self'` allows neither inline scripts nor data: fonts.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: DASHBOARD_API, changeOrigin: false } },
  },
});
