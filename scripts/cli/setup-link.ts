import { PORTS } from '@clawnex/proto/daemons.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import type { Paths } from '@clawnex/shared/kernel/paths.ts';
import { connectCli } from './connect-cli.ts';

/** Where the dashboard is. `first` = nobody can sign in yet, and the link creates the first operator. */
export async function readSetupLink(paths: Paths): Promise<{ url: string; first: boolean }> {
  const base =
    process.env['CLAWNEX_DASHBOARD_API_PUBLIC_URL'] ?? `http://127.0.0.1:${PORTS['dashboard-api']}`;
  const bus = await connectCli(paths);
  try {
    const answer = await requestCommand(bus, 'dashboard-api', 'setup_link', {});
    if (!answer.ok || answer.value.token === null) return { url: base, first: false };
    return { url: `${base}/setup#token=${answer.value.token}`, first: true };
  } finally {
    await bus.close();
  }
}
