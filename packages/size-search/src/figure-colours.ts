/** Colours of the figure by what they stand for, on a light ground; each is used for one thing, so that it can be swapped. */
export const COLOURS = {
  ground: '#ffffff',
  ink: '#1f2937',
  quiet: '#6b7280',
  grid: '#e5e7eb',
  early: '#c7ccd4',
  trained: '#7c9cc9',
  front: '#1d4ed8',
  chosen: '#c2410c',
  teacher: '#111827',
  margin: '#047857',
} as const;

/** The same on a dark ground. */
const DARK: Readonly<Record<keyof typeof COLOURS, string>> = {
  ground: '#0f141b',
  ink: '#e5e7eb',
  quiet: '#9ca3af',
  grid: '#2a313c',
  early: '#454d5a',
  trained: '#5b7fb5',
  front: '#8ab4ff',
  chosen: '#fb923c',
  teacher: '#f3f4f6',
  margin: '#34d399',
};

/** Light colour → dark colour. */
export const DARK_RULES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(COLOURS).map(([name, light]) => [light, DARK[name as keyof typeof COLOURS]]),
);
