/** The template asks for something that is not there, or uses more than this understands. */
export class TemplateError extends Error {}

const ACTION = /\{\{-?\s*(.*?)\s*-?\}\}/g;

/** The few Go template actions that people use with docker: `{{.A.B}}`, `{{json .A}}`, `{{if .A}}…{{else}}…{{end}}`. */
export function renderGoTemplate(template: string, data: unknown): string {
  const text = template.replaceAll('\\t', '\t').replaceAll('\\n', '\n');
  // One entry for each open `if`: whether what follows is printed.
  const open: boolean[] = [];
  let output = '';
  let from = 0;
  const print = (part: string): void => {
    if (open.every(Boolean)) output += part;
  };
  for (const match of text.matchAll(ACTION)) {
    print(text.slice(from, match.index));
    from = match.index + match[0].length;
    const action = match[1] ?? '';
    if (action.startsWith('if ')) open.push(isTrue(find(data, action.slice(3))));
    else if (action === 'else') open.push(!close(open, text));
    else if (action === 'end') close(open, text);
    else if (open.every(Boolean)) print(evaluate(action, data));
  }
  print(text.slice(from));
  return output;
}

function evaluate(action: string, data: unknown): string {
  const [verb, path] = action.startsWith('json ') ? ['json', action.slice(5).trim()] : ['print', action];
  const value = find(data, path);
  if (verb === 'json') return JSON.stringify(value ?? null);
  if (value === undefined)
    throw new TemplateError(`executing "" at <${path}>: map has no entry for key "${path.split('.').pop()}"`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function find(data: unknown, path: string): unknown {
  if (!/^(\.\w*)+$/.test(path)) throw new TemplateError(`function "${path.split(' ')[0]}" not defined`);
  let value = data;
  for (const key of path.split('.').filter((it) => it !== '')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0;
}

function close(open: boolean[], text: string): boolean {
  const last = open.pop();
  if (last === undefined) throw new TemplateError(`unexpected {{else}} or {{end}} in ${text}`);
  return last;
}
