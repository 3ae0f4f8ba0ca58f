import { z } from 'zod';

/** Body of every answer that is not 2xx: what went wrong, where, and what to do. */
export const HttpError = z.strictObject({
  error: z.strictObject({
    code: z.string().max(64),
    message: z.string().max(600),
    /** Pointer into the request, e.g. `body.username`. */
    where: z.string().max(200).optional(),
  }),
});
export type HttpError = z.infer<typeof HttpError>;
