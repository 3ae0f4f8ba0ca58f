import type { ErrorCode } from '@clawnex/proto/errors.ts';
import type { DASHBOARD_ROUTES } from '@clawnex/proto/http/dashboard.ts';

/** An expected failure of the API. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly where: string | undefined;
  constructor(code: ErrorCode, message: string, where?: string) {
    super(message);
    this.code = code;
    this.where = where;
  }
}

/** What a request brings, already checked by the route's schemas. */
export interface Inputs {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Answers by route name; the server checks each against its schema. */
export type Handlers = { [N in keyof typeof DASHBOARD_ROUTES]?: (input: Inputs) => unknown };
