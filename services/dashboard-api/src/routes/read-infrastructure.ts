import { readInfrastructure } from '@clawnex/proto/http/dashboard/infrastructure.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';

export function mountReadInfrastructure(app: Hono, api: Api): void {
  mountRoute(app, readInfrastructure, api.operators, () => ({ ok: true, body: api.monitor.current() }));
}
