/** Any number does; another gives another model. */
export const TRAINING_SEED = 20_261_124;
