import { runIngest } from '@tsdistill/ingest';
import { DatasetFile } from '../config-files/dataset-file';
import { readConfig } from '../read-config';
import { runStage } from '../run-stage';

export interface IngestArguments {
  readonly config: string;
  readonly out: string;
}

export async function ingest({ config, out }: IngestArguments): Promise<void> {
  const section = readConfig(config, DatasetFile).ingest;
  await runStage('ingest', (host) => runIngest(section, out, host));
}
