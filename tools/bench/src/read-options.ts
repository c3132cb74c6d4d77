/** The options of this command; undefined where `parse` refuses them, with its reason on stderr and exit code 2. */
export function readOptions<Options>(parse: (given: readonly string[]) => Options): Options | undefined {
  try {
    return parse(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
    return undefined;
  }
}
