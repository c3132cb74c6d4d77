import { type ErrorCode, type ErrorContext, PipelineError } from '@tsdistill/contracts';

type Hints = { readonly [Code in ErrorCode]?: (context: ErrorContext<Code>) => string };

const FILL = '`--set missing=ffill` (also `linear`, `seasonal`)';
const STEPS = (frequency: string) =>
  `The model forecasts steps of ${frequency}: \`--set resample=mean\` (also \`sum\`, \`last\`) combines rows of smaller steps into them; for larger steps another model must be trained.`;

/** What mends a file that is read for a forecast, where the catalogue names settings of a data set that the model has fixed. */
const HINTS: Hints = {
  VALUE_MISSING: ({ value }) =>
    value === ''
      ? `Fill it, or let ${FILL} do so; cut rows without any value off the end. Where such rows hold what is known of the future, \`--set known=COLUMN\` names it.`
      : `Write a number, or let ${FILL} fill in one.`,
  CSV_NOT_A_NUMBER: ({ value, nulls = [value.trim()] }) =>
    /\d/.test(value)
      ? 'Write it as a number with a decimal point, or say how numbers are written: `--set dialect.decimal=,`, `--set dialect.thousands=.`.'
      : `Write a number, or \`--set 'dialect.null=${JSON.stringify(nulls)}'\` if it stands for a missing value.`,
  VALUE_INFINITE: () => 'Mend the value: the model reads this column.',
  KNOWN_MISSING: ({ column }) => `Fill it: the model reads "${column}" up to one horizon behind the last target.`,
  KNOWN_TOO_SHORT: () => 'Append rows with empty targets to the file, up to that time.',
  MISSING_UNFILLED: ({ policy }) =>
    policy === 'linear'
      ? 'Cut rows without a value off the file, or give `--set missing=ffill` where the newest values are missing.'
      : 'Cut the rows before the first value off the file: only as many of the newest as the model looks back are needed.',
  TIMESTAMP_DUPLICATE: () =>
    'Keep one of the rows, or let `--set duplicates=first` (also `last`, `mean`, `sum`) do so.',
  TIMESTAMP_GAP: () => `Add the rows, or let ${FILL} fill them.`,
  TIMESTAMP_OFF_GRID: ({ frequency }) => STEPS(frequency),
  FREQUENCY_MISMATCH: ({ frequency }) => STEPS(frequency),
  FREQUENCY_NONE: ({ frequency }) => STEPS(frequency),
  COLUMN_TYPE: () =>
    'Convert the column: the model reads it. The unit of numbers that are times is `--set timeFormat=epoch-seconds`.',
};

/** The same error with the hint that holds here. */
export function withForecastHint(error: PipelineError): PipelineError {
  const hint = hintOf(error);
  return hint === undefined ? error : new PipelineError(error.code, error.context, { cause: error, hint });
}

function hintOf({ code, context }: PipelineError): string | undefined {
  if (code === 'COLUMN_UNKNOWN') return columnHint(context as ErrorContext<'COLUMN_UNKNOWN'>);
  return (HINTS[code] as ((context: unknown) => string) | undefined)?.(context);
}

function columnHint({ found, nearest }: ErrorContext<'COLUMN_UNKNOWN'>): string {
  const [first = '', ...others] = found;
  const delimiter = others.length === 0 ? /[;\t|]/.exec(first)?.[0] : undefined;
  if (delimiter !== undefined)
    return `The header is one column: \`--set 'dialect.delimiter=${delimiter === '\t' ? '"\\t"' : delimiter}'\` parts it.`;
  if (/^\s*[#%]/.test(first))
    return `The first line is a comment: \`--set 'dialect.comment=${first.trim().charAt(0)}'\`.`;
  const names =
    'Columns have the names of the data that the model was trained on; `--set timestamp=COLUMN` names that of times.';
  return nearest === undefined ? names : `Did you mean "${nearest}"? ${names}`;
}
