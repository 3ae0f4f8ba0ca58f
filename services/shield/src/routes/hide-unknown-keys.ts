import { z } from 'zod';

/**
 * A refused body may hold a secret anywhere, as the name of an unknown field too, and zod's message quotes that name.
 * For this process it says only where it is.
 */
export function hideUnknownKeys(): void {
  z.config({
    customError: (issue) =>
      issue.code === 'unrecognized_keys' ? 'has a field that is not known' : undefined,
  });
}
