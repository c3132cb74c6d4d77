import { formatError, PipelineError } from './pipeline-error';

it.each<[PipelineError, string]>([
  [
    new PipelineError('FORECAST_READER', { input: 'latest.csv', model: 'student' }),
    `FORECAST_READER: Nothing says how latest.csv is to be read: no data set config is known for student.
  Give \`--config data/configs/datasets/NAME/dataset.json\`, or at least \`--set timestamp=COLUMN\`.`,
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
