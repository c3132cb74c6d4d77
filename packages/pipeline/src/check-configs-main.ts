/**
 * @file Checks configs with the schemas of the stages that read them, before any stage begins.
 *
 * A program of its own, started by whoever plans a run (the Nx plugin) for configs that changed: the schemas stand beside the code of
 * the stages, which takes most of a second to load. stdin: `GivenConfigs` as JSON; stdout: JSON list of problems.
 */
import { readFileSync } from 'node:fs';
import { findProblems, type GivenConfigs } from './config-files/find-problems';

const given = JSON.parse(readFileSync(0, 'utf8')) as GivenConfigs;
process.stdout.write(JSON.stringify(findProblems(given)));
