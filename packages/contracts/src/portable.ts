/**
 * @file What runs wherever JavaScript does: no Node, no dependency. The runtime that people install (packages/forecast) is bundled
 * from it, so that a forecast is scaled and dated by the same code as the data it was trained on.
 */
export { CALENDAR, calendarChannels, calendarValues, type Cycle } from './clock/calendar';
export { phaseOf } from './clock/phase';
export { hasInstants, rowClock } from './clock/row-clock';
export { formatWallTime, parseWallTime } from './clock/wall-time';
export { createZone, isZone, type Zone } from './clock/zone';
export { FORECAST_ERRORS } from './errors/forecast-errors';
export { scaleOf, type SeriesScale, standardizedFloor } from './scale/standardize';
export type { ExportedForecaster, ExportedInterval } from './schemas/exported-forecaster';
export { addSteps, countSteps, fixedStepMs, isWeekday, parseStep, type Step } from './schemas/step';
