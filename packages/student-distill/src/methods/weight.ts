import { z } from 'zod';

/** Setting of every method: what its term is multiplied by in the sum of all losses. */
export const Weight = z.number().positive().default(1);
