import type { SourceFile } from '../source/source-files';
import { findFuture, type Future, futureNotes } from './find-future';
import { findStatics } from './find-statics';
import { guessRole, presentCount } from './guess-columns';
import type { InspectionContext } from './inspection-context';
import type { ColumnFacts, ColumnRole, Inspection } from './inspection';
import { isTimeOfDay } from './guess-series';
import type { ColumnProfile } from './profile-columns';
import { type Cells, type CellSettings, lookAtCells } from './look-at-cells';
import { lookAtTimes, type Times, type TimeSettings } from './look-at-times';
import { type GivenSettings, readingSection, type ReadingSection } from './suggest-section';

/** What is known of a file before its rows are read as rows. */
export interface ColumnInspection {
  readonly facts: Pick<Inspection, 'dialect' | 'rowCount' | 'columns' | 'notes'> & Partial<Inspection>;
  readonly cells: Cells;
  readonly times: Times;
  readonly section: ReadingSection;
  /** The times can be read in one way, and have a step. */
  readonly isSure: boolean;
}

/** Settings that give columns a role. */
interface RoleSettings {
  readonly targets?: readonly string[];
  readonly past?: readonly string[];
  readonly known?: readonly string[];
  readonly static?: readonly string[];
  readonly weight?: string;
}

/** Guesses dialect, times, series and roles; every cell is looked at, but as text only. */
export async function inspectColumns(
  file: SourceFile,
  files: string,
  { connection, given: settings }: InspectionContext,
): Promise<ColumnInspection> {
  const given: GivenSettings & RoleSettings = settings;
  const cells = await lookAtCells(connection, file, { ...(given as Partial<CellSettings>), files });
  const times = await lookAtTimes(connection, cells, given as TimeSettings);
  const { names, profile, dialect } = cells;
  const guesses = await guessRoles(connection, cells, times, given);
  const [reading] = times.readings;
  const isSure = times.readings.length === 1 && reading?.step !== undefined;
  const future = isSure ? await lookAtFuture(connection, { cells, times, columns: guesses }, given) : undefined;
  const { columns, roles } = withFuture(guesses, given, future);
  const targets = chooseTargets(columns, roles);
  const section = readingSection(
    {
      files,
      dialect,
      timestamp: names[times.timeIndex] ?? '',
      timeFormat: isSure ? reading.guess.format : undefined,
      series: names[times.seriesIndex ?? -1],
      targets,
      known: future?.known,
      frequency: reading?.step?.frequency ?? 'P1D',
    },
    given,
  );
  const facts = {
    dialect,
    rowCount: profile.rowCount,
    columns,
    notes: [
      ...styleNotes(profile),
      ...timeNotes(times),
      ...futureNotes(future),
      ...roleNotes({ columns, profiles: profile.columns, targets, given: roles }),
    ],
    layout: times.seriesIndex === undefined ? ('wide' as const) : ('long' as const),
    ...(reading && isSure && { time: reading.guess, step: reading.step }),
    ...(section['series'] !== undefined && { seriesColumn: String(section['series']) }),
  };
  return { facts, cells, times, section, isSure };
}

/** What each column is for, as it was given or as it seems. */
async function guessRoles(
  connection: InspectionContext['connection'],
  { rows, names, profile }: Cells,
  times: Times,
  given: RoleSettings,
): Promise<readonly ColumnFacts[]> {
  const isPanel = times.seriesIndex !== undefined;
  const statics = isPanel ? await findStatics(connection, rows, names.length, times.series) : [];
  return profile.columns.map((column, index): ColumnFacts => {
    const isStatic = statics[index] === true && !column.isConstant;
    const isSeries = index === times.seriesIndex;
    const filledCount = presentCount(column);
    const guessed = guessRole({ profile: column, isTime: index === times.timeIndex, isSeries, isStatic });
    const role = givenRole(column.name, given) ?? guessed;
    return { name: column.name, role, filledCount, missingCount: profile.rowCount - filledCount };
  });
}

/** Columns that are known for the future have that role, as if it had been given. */
function withFuture(columns: readonly ColumnFacts[], given: RoleSettings, future: Future | undefined) {
  if (!future) return { columns, roles: given };
  const roles: RoleSettings = { ...given, known: future.known };
  return {
    columns: columns.map((column) => ({ ...column, role: givenRole(column.name, roles) ?? column.role })),
    roles,
  };
}

interface LookedAt {
  readonly cells: Cells;
  readonly times: Times;
  readonly columns: readonly ColumnFacts[];
}

/** Columns known for the future, unless it was said which are; only where a target is empty in some row. */
async function lookAtFuture(
  connection: InspectionContext['connection'],
  { cells: { rows, names, profile }, times: { time, series }, columns }: LookedAt,
  { targets: wanted, known, weight }: RoleSettings,
): Promise<Future | undefined> {
  if (known !== undefined) return undefined;
  const at = (isMeant: (column: ColumnFacts) => boolean) =>
    columns.flatMap((column, index) => (isMeant(column) ? [index] : []));
  const isFree = ({ name, role }: ColumnFacts) => role === 'target' && name !== '' && name !== weight;
  const targets = at((column) => isFree(column) && (wanted?.includes(column.name) ?? true));
  const others = at((column) => isFree(column) && !wanted?.includes(column.name));
  if (!targets.some((index) => (columns[index]?.missingCount ?? 0) > 0)) return undefined;
  return findFuture(connection, rows, { time, series, style: profile.style, targets, others, names });
}

function givenRole(name: string, given: RoleSettings): ColumnRole | undefined {
  return (['past', 'known', 'static'] as const).find((role) => given[role]?.includes(name));
}

/** Columns to forecast; absent where that is every column without another role. Constants only where there is nothing else. */
function chooseTargets(columns: readonly ColumnFacts[], given: RoleSettings): readonly string[] | undefined {
  const { past = [], known = [], static: features = [], weight } = given;
  const taken = [...past, ...known, ...features, weight];
  const free = columns.filter(({ name, role }) => !taken.includes(name) && role !== 'timestamp' && role !== 'series');
  const [varying, constant] = ['target', 'constant'].map((role) => free.filter((column) => column.role === role));
  const chosen = ((varying?.length ? varying : constant) ?? []).filter(({ name }) => name !== '');
  // Of columns without a name, and of none at all, ingest says what is wrong.
  return chosen.length === 0 || chosen.length === free.length ? undefined : chosen.map(({ name }) => name);
}

function styleNotes({ styleNote }: Cells['profile']): readonly string[] {
  return styleNote === undefined ? [] : [styleNote];
}

function timeNotes({ readings }: Times): readonly string[] {
  if (readings.length < 2) return [];
  const ways = readings.map(({ guess, step }) => {
    const steps = step ? `steps of ${step.frequency} (${(100 * step.share).toFixed(0)} %)` : 'no steps';
    return `as ${guess.format ?? 'ISO 8601'} the rows have ${steps}`;
  });
  return [`day and month cannot be told apart: ${ways.join(', ')}`];
}

const LEFT_OUT: Partial<Record<ColumnRole, string>> = {
  text: 'is text and left out, such as',
  constant: 'has the same value in all rows and is left out',
  'row number': 'counts the rows and is left out',
  empty: 'is empty and left out',
  static: 'has one value a series and is left out; `static` would make it a feature',
};

interface RoleContext {
  readonly columns: readonly ColumnFacts[];
  readonly profiles: readonly ColumnProfile[];
  readonly targets: readonly string[] | undefined;
  readonly given: RoleSettings;
}

/** Of what is no target and has no use that was given, why. */
function roleNotes({ columns, profiles, targets, given }: RoleContext): readonly string[] {
  // Without targets no column is left out: all stay, whatever they are.
  if (targets === undefined) return [];
  const used = [...(given.targets ?? targets), given.weight];
  return columns.flatMap(({ name, role }, index) => {
    const note = name === '' && role === 'target' ? 'has no name and is left out' : LEFT_OUT[role];
    if (note === undefined || used.includes(name) || givenRole(name, given)) return [];
    const { least = '' } = profiles[index] ?? {};
    return [
      `column "${name}" ${note}${role === 'text' ? ` ${JSON.stringify(least.slice(0, 40))}${hintOfText(least)}` : ''}`,
    ];
  });
}

/** A number with a sign of its unit; a time of day. */
function hintOfText(text: string): string {
  if (/^[-+(]?\p{Sc} ?[-+]?[\d.,]+\)?$|^[-+]?[\d.,]+ ?(\p{Sc}|%)$/u.test(text.trim()))
    return '; a query (`query`) can take the sign off its numbers';
  if (/^[-+]?\d+,\d+$/.test(text.trim())) return '; a query (`query`) can put a point in the place of its comma';
  return isTimeOfDay(text) ? '; a query (`query`) can join it to the date' : '';
}
