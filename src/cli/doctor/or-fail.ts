import { OpsError } from '../../core/errors.ts';
import { fail, type Finding } from './finding.ts';

/** What a part of a check throws for people to mend is its own finding, so that the other parts are told as well. */
export async function orFail(check: string, fix: string, ask: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await ask();
  } catch (thrown) {
    if (!(thrown instanceof OpsError)) throw thrown;
    return [fail(check, thrown.message, thrown.hint ?? fix)];
  }
}
