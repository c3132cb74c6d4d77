/** How an answer is coloured, beside its words. */
export type Tone = 'good' | 'bad' | 'open';

/** Does the student keep up with its teacher? */
export const TEACHER_ANSWERS = {
  'non-inferior': ['Yes', 'good'],
  inferior: ['No', 'bad'],
  'cannot tell': ['Cannot tell', 'open'],
  void: ['Void', 'open'],
} as const;

/** Did the teacher help, against the twin? */
export const TWIN_ANSWERS = {
  helps: ['It helps', 'good'],
  hurts: ['It hurts', 'bad'],
  'cannot tell': ['Cannot tell', 'open'],
  void: ['Void', 'open'],
} as const;
