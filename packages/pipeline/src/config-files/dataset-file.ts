import { IngestConfig } from '@tsdistill/ingest';
import { z } from 'zod';
import { Name } from './name';

/** data/configs/datasets/<name>/dataset.json */
export const DatasetFile = z.object({ source: Name.optional(), ingest: IngestConfig }).strict();
