import type { Configuration } from './config/configuration.ts';
import { OpsError } from './core/errors.ts';
import type { Texts } from './core/texts/catalogue.ts';
import { planAll } from './plan-all.ts';

/** An unknown step type or a wrong parameter is found here, and not at night. Throws one `invalid_input` with all problems. */
export async function checkRunbooks(configuration: Configuration, texts: Texts): Promise<void> {
  const { problems } = await planAll(configuration, texts);
  if (problems.length === 0) return;
  throw new OpsError('invalid_input', problems.join('\n'), { hint: texts.doctor.planBrokenHint });
}
