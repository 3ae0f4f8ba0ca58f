import { listenOnLoopback } from '@clawnex/shared/kernel/http/listen.ts';
import { Hono } from 'hono';

/** The yardsticks: a hono server that sends a body back, as text or as parsed JSON, on the same HTTP layer as the daemons. */
const app = new Hono();
app.post('/text', async (context) => context.body(await context.req.text()));
app.post('/json', async (context) => context.json(await context.req.json()));
const listening = await listenOnLoopback(app, 0, 'the echo');
process.stdout.write(`listens on ${listening.url}\n`);
