import { failure, failureResponse } from '@clawnex/shared/kernel/http/result.ts';
import type { Hono } from 'hono';
import { type WebFile, WebFiles } from './web-files.ts';

const NOT_BUILT =
  'The dashboard is not built yet.\n\nBuild it with: npx vite build services/dashboard-api/web\nThen load this page again. The API is already running.\n';

/**
 * Serves the web app for everything that is not the API: its files, and its start page for every other address, which
 * the app itself then reads. Mounted last.
 */
export function serveWeb(app: Hono, dir: string): void {
  const files = new WebFiles(dir);
  app.get('*', (context) => {
    const path = context.req.path;
    if (path === '/api' || path.startsWith('/api/')) return notFound('There is no such route.');
    const index = files.index();
    if (index === undefined) return notBuilt();
    const file = files.find(path);
    if (file !== undefined) return answer(file, context.req.header('if-none-match'));
    if (path.startsWith('/assets/'))
      return notFound('This file is not part of the build. Load the page again.');
    return answer(index, context.req.header('if-none-match'));
  });
  app.notFound(() => notFound('There is no such route.'));
}

function answer(file: WebFile, known: string | undefined): Response {
  const headers = {
    'content-type': file.contentType,
    etag: file.etag,
    'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  if (known === file.etag) return new Response(null, { status: 304, headers });
  return new Response(file.bytes, { status: 200, headers });
}

function notBuilt(): Response {
  return new Response(NOT_BUILT, {
    status: 503,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}

function notFound(message: string): Response {
  return failureResponse(failure('not_found', message));
}
