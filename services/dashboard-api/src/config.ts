import { PORTS } from '@clawnex/proto/daemons.ts';
import { Port } from '@clawnex/shared/kernel/config.ts';
import { z } from 'zod';
import { WEB_DIR_DEFAULT } from './bundle.ts';

export const DashboardConfig = z.object({
  port: Port.default(PORTS['dashboard-api']),
  /** Where operators reach the dashboard, e.g. `https://soc.example.net` behind Caddy. Without it: the loopback address. */
  public_url: z
    .url({
      protocol: /^https?$/,
      error: 'it must be an http or https address such as https://soc.example.net',
    })
    .optional(),
  /**
   * `loopback` believes X-Forwarded-For and X-Forwarded-Proto from a proxy on this machine. Only with a proxy that
   * sets both itself: otherwise a client could choose the address it is throttled by.
   */
  trusted_proxy: z.enum(['none', 'loopback']).default('none'),
  /** Where the shield listens, for the self-test; without it where `CLAWNEX_SHIELD_PORT` or the default says. */
  shield_url: z.url({ protocol: /^http$/ }).optional(),
  /** Between two self-tests; 0 turns them off. */
  self_test_seconds: z.coerce.number().int().min(0).max(3_600).default(60),
  /** The built web app. */
  web_dir: z.string().default(WEB_DIR_DEFAULT),
});
export type DashboardConfig = z.infer<typeof DashboardConfig>;
