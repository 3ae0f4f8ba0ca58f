import { z } from 'zod';

/** ISO 8601 UTC with milliseconds: the only form of time at the HTTP edge. */
export const IsoTime = z.iso.datetime({ precision: 3 });
