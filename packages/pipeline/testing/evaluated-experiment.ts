import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runEvaluate } from '@tsdistill/evaluate';
import { runSoftTargets } from '@tsdistill/soft-targets';
import { runStudentDistill } from '@tsdistill/student-distill';
import { runTeacherTrain } from '@tsdistill/teacher-train';
import { silentHost, writePanelDataset, writeWaveDataset } from '@tsdistill/testing';
import { ExperimentFile } from '../src/config-files/experiment-file';
import { StudentFile } from '../src/config-files/student-file';
import { TeacherFile } from '../src/config-files/teacher-file';
import { readConfig } from '../src/read-config';

/** A wave: one series, all observed, 157 test windows. A panel: three short series, one value in five missing. */
export type DataKind = 'wave' | 'panel';

const SEEDS = [0, 1];
const HOSTILE = '<script>alert("&")</script>';

/**
 * Trains and evaluates the experiment `trial` on small data: configs and artifacts lie below `root` where Nx puts them, all made by
 * the stages themselves. The licence of the data is a text that must be escaped.
 */
export async function writeEvaluatedExperiment(root: string, kind: DataKind): Promise<void> {
  const files = writeConfigs(root);
  const artifact = (project: string, target: string) => join(root, 'data/artifacts', project, target);
  const dataset = artifact('dataset-made', 'ingest');
  await writeData(dataset, kind);
  const host = silentHost(join(root, 'data/work'));
  const experiment = readConfig(files.experiment, ExperimentFile);
  const { student } = readConfig(files.student, StudentFile);
  const teacher = readConfig(files.teacher, TeacherFile);
  const [model, softTargets] = [artifact('teacher-big', 'teacher-train'), artifact('teacher-big', 'soft-targets')];
  await runTeacherTrain(teacher['teacher-train'], { dataset, out: model }, host);
  await runSoftTargets(teacher['soft-targets'], { dataset, teacher: model, foldTeachers: [], out: softTargets }, host);
  const { distillation, combine } = experiment;
  const folders = { student: [] as string[], twin: [] as string[], placebo: [] as string[] };
  const train = async (role: keyof typeof folders, out: string, seed: number, more: object, heard: string[]) => {
    await runStudentDistill({ student, seed, ...more }, { dataset, softTargets: heard, tuning: undefined, out }, host);
    folders[role].push(out);
  };
  for (const seed of SEEDS) {
    const hears = { distillation, combine };
    await train('student', artifact('trial', `student-distill-s${seed}`), seed, hears, [softTargets]);
    await train('twin', artifact('student-small', `student-alone-s${seed}`), seed, {}, []);
    const placebo = { ...hears, placebo: 'smoothed-labels' };
    await train('placebo', artifact('trial', `placebo-smoothed-labels-s${seed}`), seed, placebo, []);
  }
  const evaluated = {
    ...{ dataset, softTargets: [softTargets], teacher: [model], student: folders.student, twin: folders.twin },
    placebos: [{ name: 'smoothed-labels', folders: folders.placebo }],
    out: artifact('trial', 'evaluate'),
  };
  await runEvaluate({ name: 'trial', config: experiment.evaluate, combine, folders: evaluated }, host);
}

async function writeData(folder: string, kind: DataKind): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  if (kind === 'panel') await writePanelDataset(folder, { masked: true, filled: 0 });
  else await writeWaveDataset(folder, { rowCount: 800, channelCount: 3, horizon: 4, season: 8, noise: 0.3 });
}

function writeConfigs(root: string) {
  const model = { architecture: 'mlp', lookback: 8, normalisation: 'revin', options: { hidden: 8 } };
  const training = { epochs: 3, batchSize: 16, learningRate: 0.01 };
  const write = (kind: string, name: string, value: object) => {
    const file = join(root, 'data/configs', `${kind}s`, name, `${kind}.json`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(value, null, 2));
    return file;
  };
  const ingest = { files: 'made.csv', timestamp: 'date', frequency: 'PT1H', season: 8, horizon: 4 };
  write('dataset', 'made', { about: { source: 'a formula', licence: HOSTILE }, ingest });
  return {
    teacher: write('teacher', 'big', {
      dataset: 'made',
      'teacher-train': { model: { ...model, options: { hidden: 32 } }, training },
    }),
    student: write('student', 'small', { dataset: 'made', seeds: SEEDS, student: { model, training } }),
    experiment: write('experiment', 'trial', {
      student: 'small',
      teachers: ['big'],
      placebos: ['smoothed-labels'],
      distillation: { alpha: 0.5 },
      evaluate: { bootstrap: { resamples: 100 } },
    }),
  };
}
