export type { BacktestFolders } from './facts/backtest-facts';
export type { DataAbout } from './facts/data-card';
export { runOverview } from './overview-stage';
export { runReport, type ReportTask } from './stage';
export type { NamedFolders, ReportFolders } from './open-report-inputs';
