/** The two sides of an exchange: what goes to the model, and what comes back. */
export const SIDES = ['request', 'response'] as const;
