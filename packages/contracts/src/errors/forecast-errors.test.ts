import { formatError, PipelineError } from './pipeline-error';

it.each<[PipelineError, string]>([
  [
    new PipelineError('FORECAST_READER', { input: 'latest.csv', model: 'student' }),
    `FORECAST_READER: Nothing says how latest.csv is to be read: no data set config is known for student.
  Give \`--config data/configs/datasets/NAME/dataset.json\`, or at least \`--set timestamp=COLUMN\`.`,
  ],
  [
    new PipelineError('FORECAST_MODEL', { model: 'data/raw', isFolder: true, nearest: undefined }),
    `FORECAST_MODEL: data/raw is no model: it has neither the manifest.json of a model nor the model.json of an export.
  Give the folder of a model, such as data/artifacts/<experiment>/student-distill-s0, or one that \`npx tsdistill export\` wrote.`,
  ],
  [
    new PipelineError('FORECAST_SETTING', { key: 'horizon', value: '12' }),
    `FORECAST_SETTING: \`--set horizon\` cannot be given here: of this model it is 12.
  Leave it out: \`--set\` says how the file is read (dialect, timeFormat, missing, resample, …), not what.`,
  ],
  [
    new PipelineError('FORECAST_SETTING', { key: 'split', value: undefined }),
    `FORECAST_SETTING: \`--set split\` cannot be given here: it says nothing of how the file of \`--input\` is read.
  Leave it out: \`--set\` says how the file is read (dialect, timeFormat, missing, resample, …), not what.`,
  ],
  [
    new PipelineError('FORECAST_SHORT', { found: 1, needed: 24 }),
    `FORECAST_SHORT: The history has 1 row, but the model looks back 24.
  Give at least the 24 newest rows, oldest first.`,
  ],
  [
    new PipelineError('ARTIFACT_KIND', { folder: 'e', found: 'evaluation', expected: 'model' }, { hint: 'Elsewhere.' }),
    'ARTIFACT_KIND: e holds an evaluation artifact, but a model artifact is needed here.\n  Elsewhere.',
  ],
  [
    new PipelineError('FORECAST_WORD', { series: 'north', column: 'kind', value: 'c', known: ['a', 'b'] }),
    `FORECAST_WORD: Series "north" has "c" in column "kind", which no series had that the model was trained on.
  It knows a, b; train it again with the new value, or correct the file.`,
  ],
  [
    new PipelineError('FORECAST_SERIES', { series: undefined, known: ['north', 'south'] }),
    `FORECAST_SERIES: The model has a scale for each series, but nothing says which series this is.
  Name one that it was trained on in \`series\`: north, south.`,
  ],
  [
    new PipelineError('EXPORT_NO_INTERVALS', { evaluation: 'e', model: 'm' }),
    `EXPORT_NO_INTERVALS: The evaluation in e has no intervals of the model in m.
  Give \`--evaluation\` the evaluation of an experiment whose student or twin it is, or leave it out.`,
  ],
])('says what happened, and what to do: %s', (error, text) => expect(formatError(error)).toBe(text));
