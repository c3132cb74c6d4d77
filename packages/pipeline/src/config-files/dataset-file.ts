import { IngestConfig } from '@tsdistill/ingest';
import { z } from 'zod';
import { DataAbout } from './data-about';
import { Name } from './name';

/** data/configs/datasets/<name>/dataset.json */
export const DatasetFile = z
  .object({ source: Name.optional(), about: DataAbout.optional(), ingest: IngestConfig })
  .strict();
