import { z } from 'zod';

/** Name of a data set, a teacher, a student, an experiment: of the folder of its config. */
export const Name = z.string().min(1);
