import yargs from 'yargs';
import { sizeCommand } from './size';

/** What is wrong with a command line, as `main` hears it; such a one never reaches the search. */
async function problemOf(...given: string[]): Promise<string> {
  try {
    await yargs(['size', ...given])
      .command(sizeCommand as never)
      .strict()
      .exitProcess(false)
      .fail((message) => {
        throw new RangeError(message);
      })
      .parseAsync();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the search would begin');
}

it.each([
  [['--within', '2%'], /Not enough non-option arguments/],
  [['shop'], /Missing required argument: within/],
  [['shop', '--within', '2'], /^--within is a percentage above 0 and up to 50, such as 2%, not "2"$/],
  [['shop', '--within', '200%'], /not "200%"$/],
  [['shop', '--within', '50.1%'], /not "50.1%"$/],
  [['shop', '--within', '0%'], /not "0%"$/],
  [['shop', '--within=-1%'], /not "-1%"$/],
  [['shop', '--within', '2%', '--max-kb', '0'], /^--max-kb is a number above 0, not "0"$/],
  [['shop', '--within', '2%', '--max-ms', 'fast'], /^--max-ms is a number above 0, not "fast"$/],
  [['shop', '--within', '2%', '--parallel', '0'], /^--parallel is a whole number from 1 to 99, not "0"$/],
  [['shop', '--within', '2%', '--seeds', '1.5'], /^--seeds is a whole number from 1 to 99, not "1.5"$/],
])('%p is the user’s to mend', async (given, message) => expect(await problemOf(...given)).toMatch(message));

it.each([
  ['2%', 0.02],
  ['2.5 %', 0.025],
  ['50%', 0.5],
])('--within %s is a share of %d', async (text, expected) => {
  const given = await yargs(['shop', '--within', text, '--max-kb', '0.5', '--seeds', '3'])
    .command({ ...sizeCommand, command: '$0 <experiment>', handler: () => undefined } as never)
    .parseAsync();
  expect(given).toMatchObject({ experiment: 'shop', within: expected, maxKb: 0.5, seeds: 3 });
});
