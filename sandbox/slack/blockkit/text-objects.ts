import { isObject } from '../json-object.ts';
import { all, alternatives, array, boolean, object, oneOf, string, typed, type Rule } from './rule.ts';

export const plainText = (max: number): Rule =>
  object({ type: oneOf('plain_text'), text: string({ min: 1, max }) }, { emoji: boolean });

/** plain_text or mrkdwn. Only mrkdwn knows `verbatim`, only plain_text `emoji`. */
export const anyText = (max: number): Rule =>
  alternatives(
    typed({
      plain_text: plainText(max),
      mrkdwn: object({ type: oneOf('mrkdwn'), text: string({ min: 1, max }) }, { verbatim: boolean }),
    }),
  );

export const confirm: Rule = object(
  { text: anyText(300) },
  { title: plainText(100), confirm: plainText(30), deny: plainText(30), style: oneOf('primary', 'danger') },
);

const plainOptionText: Rule = alternatives(typed({ plain_text: plainText(75) }));

const option = (text: Rule, more: Record<string, Rule> = {}): Rule =>
  object(
    { text, value: string({ max: 150 }) },
    { description: alternatives(typed({ plain_text: plainText(75) })), ...more },
  );

export const selectOption: Rule = option(plainOptionText);
export const overflowOption: Rule = option(plainOptionText, { url: string({ max: 3000 }) });
export const choiceOption: Rule = object(
  { text: anyText(75), value: string({ max: 150 }) },
  { description: anyText(75) },
);

export const optionGroup: Rule = object({ label: plainText(75), options: array(selectOption, { min: 1, max: 100 }) });

const slackFile: Rule = object({}, { id: string({ pattern: /^[F][A-Z0-9]{8,}$/ }), url: string({ max: 3000 }) });

/** Where an image comes from: exactly one of a public address and a file of the workspace. */
export const imageSource: Record<string, Rule> = { image_url: string({ min: 1, max: 3000 }), slack_file: slackFile };

export const needsImageSource: Rule = (value, pointer, issues) => {
  if (isObject(value) && value['image_url'] === undefined && value['slack_file'] === undefined) {
    issues.push({ line: 'missing required field: image_url', pointer });
  }
};

export const imageElement: Rule = all(
  object({ type: oneOf('image'), alt_text: string({ min: 1, max: 2000 }) }, imageSource),
  needsImageSource,
);
