// May a new package have this name?
import validate from 'validate-npm-package-name';

/** npm's sentence; undefined where nothing is wrong. */
export function nameProblem(name: string): string | undefined {
  const { errors = [], warnings = [] } = validate(name);
  const problems = [...errors, ...warnings];
  return problems.length === 0 ? undefined : `Sorry, ${problems.join(' and ')}.`;
}
