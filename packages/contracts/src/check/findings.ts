import { PipelineError } from '../errors/pipeline-error';

/** What a problem is about, in the order in which they are looked for. */
export type Topic =
  'manifest' | 'files' | 'schema' | 'shape' | 'values' | 'keys' | 'coverage' | 'unit' | 'match' | 'leakage';

/** One thing that is wrong. */
export interface Problem {
  readonly topic: Topic;
  /** The file, and where it helps the place inside it. */
  readonly where: string;
  readonly what: string;
}

/** What was found in one artifact; it is sound when there is no problem. */
export interface CheckReport {
  readonly folder: string;
  /** As `soft-targets@1`; of a manifest that cannot be read, `artifact`. */
  readonly title: string;
  readonly problems: readonly Problem[];
  /** What it is, name by name. */
  readonly facts: readonly (readonly [name: string, text: string])[];
  /** What could not be checked, or is allowed but deserves a look. */
  readonly notes: readonly string[];
}

/** Collects what checks find, so that the first problem does not hide the second. */
export interface Findings {
  problem(topic: Topic, where: string, what: string): void;
  fact(name: string, text: string | number): void;
  note(text: string): void;
  /** Runs `body`; an error of the catalogue becomes a problem. */
  attempt<Result>(topic: Topic, where: string, body: () => Result): Result | undefined;
  report(folder: string, title: string): CheckReport;
}

export function createFindings(): Findings {
  const problems: Problem[] = [];
  const facts: (readonly [string, string])[] = [];
  const notes: string[] = [];
  const problem = (topic: Topic, where: string, what: string): void => void problems.push({ topic, where, what });
  return {
    problem,
    fact: (name, text) => void facts.push([name, typeof text === 'number' ? formatCount(text) : text]),
    note: (text) => void notes.push(text),
    attempt: (topic, where, body) => {
      try {
        return body();
      } catch (error) {
        if (!(error instanceof PipelineError)) throw error;
        problem(topic, where, error.message.replace(/\.$/, ''));
        return undefined;
      }
    },
    report: (folder, title) => ({ folder, title, problems, facts, notes }),
  };
}

/** 2,785 */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** "3 rows", "1 row" */
export function counted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;
}
