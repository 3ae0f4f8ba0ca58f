import { mountDaemonRoutes } from '@clawnex/shared/kernel/http/mount-daemon-routes.ts';
import { failure, failureResponse } from '@clawnex/shared/kernel/http/result.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import { Hono } from 'hono';
import type { Api } from './api.ts';
import type { DashboardConfig } from './config.ts';
import { readClient } from './gate/client-address.ts';
import { localGate } from './gate/gates.ts';
import { checkHost } from './gate/host-check.ts';
import type { PublicAddress } from './gate/public-address.ts';
import { addSecurityHeaders } from './gate/security-headers.ts';
import { mountRoutes } from './routes/mount-routes.ts';
import { serveWeb } from './web-app/serve-web.ts';

/** The HTTP side: headers and host check in front of everything, then the API, then the web app. */
export function buildApp(
  context: DaemonContext,
  config: DashboardConfig,
  api: Api,
  address: () => PublicAddress,
): Hono {
  const app = new Hono();
  app.use(addSecurityHeaders((request) => readClient(request, config.trusted_proxy).https));
  app.use(checkHost(address));
  mountDaemonRoutes(app, context, localGate);
  mountRoutes(app, api);
  serveWeb(app, config.web_dir);
  app.onError((error) => {
    context.log.error({ err: error }, 'a request failed outside its route');
    context.health.error('A request failed outside its route.');
    return failureResponse(
      failure('internal', 'Something went wrong here. The log of this daemon has the details.'),
    );
  });
  return app;
}
