import type { DuckDBConnection } from '@duckdb/node-api';
import type { StageHost } from '@tsdistill/contracts';
import type { GivenSettings } from './suggest-section';

/** Shares that any data fit, where nothing but reading counts. */
export const RATIO = { kind: 'ratio', train: 0.7, validation: 0.1 } as const;

/** Where an inspection works. */
export interface InspectionContext {
  readonly connection: DuckDBConnection;
  /** Removed afterwards. */
  readonly folder: string;
  readonly host: StageHost;
  readonly given: GivenSettings;
}
