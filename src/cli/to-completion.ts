import type { Texts } from '../core/texts/catalogue.ts';
import { commonFlags } from './parse-args.ts';
import type { Verb } from './verb.ts';

type Shell = 'bash' | 'zsh' | 'fish';

/** A script that completes verbs, their flags, and what can be told from the verb's words alone. */
export function toCompletion(shell: Shell, verbs: readonly Verb[], texts: Texts): string {
  if (shell === 'bash') return toBash(verbs);
  return shell === 'zsh' ? toZsh(verbs, texts) : toFish(verbs, texts);
}

const flagsOf = (verb: Verb): string[] => Object.keys({ ...verb.flags, ...commonFlags }).map((name) => `--${name}`);

/** `<bash|zsh|fish>` says its own words. */
function choicesOf(verb: Verb): string[] {
  const [first] = verb.words;
  return first?.includes('|') ? first.replace(/[<>[\]]/g, '').split('|') : [];
}

function toBash(verbs: readonly Verb[]): string {
  const names = verbs.map(({ name }) => name).join(' ');
  const cases = verbs.map((verb) => `    ${verb.name}) words="${[...choicesOf(verb), ...flagsOf(verb)].join(' ')}" ;;`);
  return `# bash completion of watchkeeper; with: alias watchkeeper='npx watchkeeper'
_watchkeeper() {
  local current=\${COMP_WORDS[COMP_CWORD]} words
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names}" -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
    help) words="${names}" ;;
${cases.filter((line) => !line.startsWith('    help)')).join('\n')}
    *) words="" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _watchkeeper watchkeeper`;
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function toZsh(verbs: readonly Verb[], texts: Texts): string {
  const described = verbs.map((verb) => `    ${quote(`${verb.name}:${verb.summary(texts)}`)}`);
  const cases = verbs.map((verb) => `    ${verb.name}) words=(${[...choicesOf(verb), ...flagsOf(verb)].join(' ')}) ;;`);
  return `#compdef watchkeeper
# zsh completion of watchkeeper; with: alias watchkeeper='npx watchkeeper'
_watchkeeper() {
  local -a verbs choices
  verbs=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'verb' verbs
    return
  fi
  case $words[2] in
    help) _describe 'verb' verbs; return ;;
${cases
  .filter((line) => !line.startsWith('    help)'))
  .map((line) => line.replace('words=(', 'choices=('))
  .join('\n')}
  esac
  compadd -- $choices
}
if [ "$funcstack[1]" = _watchkeeper ]; then _watchkeeper "$@"; else compdef _watchkeeper watchkeeper; fi`;
}

function toFish(verbs: readonly Verb[], texts: Texts): string {
  const atVerb = 'not __fish_seen_subcommand_from ' + verbs.map(({ name }) => name).join(' ');
  const lines = verbs.flatMap((verb) => [
    `complete -c watchkeeper -f -n ${quote(atVerb)} -a ${verb.name} -d ${quote(verb.summary(texts))}`,
    ...choicesOf(verb).map(
      (choice) => `complete -c watchkeeper -f -n '__fish_seen_subcommand_from ${verb.name}' -a ${choice}`,
    ),
    ...Object.entries({ ...verb.flags, ...commonFlags }).map(
      ([name, { takes, summary }]) =>
        `complete -c watchkeeper -f -n '__fish_seen_subcommand_from ${verb.name}' -l ${name}${takes === undefined ? '' : ' -r'} -d ${quote(summary(texts))}`,
    ),
  ]);
  return ["# fish completion of watchkeeper; with: alias watchkeeper='npx watchkeeper'", ...lines].join('\n');
}
