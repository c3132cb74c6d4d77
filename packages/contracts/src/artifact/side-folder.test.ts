import { spawnSync } from 'node:child_process';
import fs, { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSideFolder, replaceFolder, sweepSideFolders } from './side-folder';

const root = mkdtempSync(join(tmpdir(), 'side-folder-'));
afterAll(() => rmSync(root, { recursive: true }));
let parents = 0;

/** A folder with these folders in it, each holding its own name in a file. */
function parentOf(names: readonly string[]): string {
  const parent = join(root, `${parents++}`);
  mkdirSync(parent);
  for (const name of names) {
    mkdirSync(join(parent, name));
    writeFileSync(join(parent, name, 'name'), name);
  }
  return parent;
}

/** The id of a process that has ended. */
const dead = spawnSync(process.execPath, ['-e', '']).pid;

describe('sweeping', () => {
  it('removes only side folders of this artifact whose process has ended', () => {
    const kept = [
      'x',
      `.x.${process.pid}.abcdef`,
      `.x.1.abcdef`, // a process of another user
      `.y.${dead}.abcdef`,
      `.x.${dead}.${process.pid}.abcdef`, // of an artifact called `x.<number>`
      `.xx.${dead}.abcdef`,
      `.x.${dead}.notes`,
    ];
    const parent = parentOf([...kept, `.x.${dead}.abcdef`, `.x.${dead}.012345.former`]);
    sweepSideFolders(join(parent, 'x'));
    expect(readdirSync(parent).sort()).toEqual([...kept].sort());
  });

  it('takes the name of an artifact as it is, not as a pattern', () => {
    const parent = parentOf([`.a.c.${dead}.abcdef`, `.abc.${dead}.abcdef`]);
    sweepSideFolders(join(parent, 'a.c'));
    expect(readdirSync(parent)).toEqual([`.abc.${dead}.abcdef`]);
  });

  it('puts a former artifact back whose successor never came', () => {
    const parent = parentOf([`.x.${dead}.abcdef`, `.x.${dead}.abcdef.former`]);
    sweepSideFolders(join(parent, 'x'));
    expect(readdirSync(parent)).toEqual(['x']);
    expect(readFileSync(join(parent, 'x', 'name'), 'utf8')).toBe(`.x.${dead}.abcdef.former`);
  });
});

describe('replacing', () => {
  it('puts the former folder back when the new one cannot be moved', () => {
    const target = join(parentOf(['x']), 'x');
    const side = makeSideFolder(target);
    const { renameSync } = fs;
    jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      if (from === side) throw new Error('disk fault');
      renameSync(from, to);
    });
    expect(() => replaceFolder(side, target)).toThrow('disk fault');
    jest.restoreAllMocks();
    expect(readFileSync(join(target, 'name'), 'utf8')).toBe('x');
  });

  it('makes side folders that differ', () => {
    const target = join(parentOf([]), 'x');
    expect(makeSideFolder(target)).not.toBe(makeSideFolder(target));
  });
});
