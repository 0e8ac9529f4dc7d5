// What runs on the far side: plain POSIX sh (dash, bash, BusyBox), nothing to install. One directory for each id:
//   claim     made by mkdir before the command is begun, so that only one can; `withdraw` takes it to make sure of the contrary
//   pid boot  of the shell that leads the command's process group, and the host's boot
//   begun exit ended   when it was begun; its exit code and when; that it was ended on request
//   stdout stderr
// `exit`, `pid` and `begun` are put in place by mv: they are whole or not there.

/** Leads the command's session. $1 directory, then the command. */
const LEAD = `dir=$1; shift
mkdir "$dir/claim" 2>/dev/null || exit 0
cat /proc/sys/kernel/random/boot_id >"$dir/boot" 2>/dev/null
date +%s >"$dir/begun.new"; mv "$dir/begun.new" "$dir/begun"
trap : TERM INT HUP
echo $$ >"$dir/pid.new"; mv "$dir/pid.new" "$dir/pid"
"$@" </dev/null >"$dir/stdout" 2>"$dir/stderr"
echo "$? $(date +%s)" >"$dir/exit.new"; mv "$dir/exit.new" "$dir/exit"`;

/** $1 verb, $2 id, $3 days for which ended commands are kept, $4 bytes of output to show, then the command. */
export const DETACHED_SCRIPT = `umask 077
verb=$1 id=$2 days=$3 bytes=$4; shift 4
base=\${XDG_STATE_HOME:-\${HOME:?}/.local/state}/watchkeeper
dir=$base/$id
lead='${LEAD.replaceAll("'", String.raw`'\''`)}'
pause() { sleep 0.1 2>/dev/null || sleep 1; }
alive() {
  [ -f "$dir/pid" ] || return 1
  pid=$(cat "$dir/pid")
  kill -0 "$pid" 2>/dev/null || return 1
  [ -r "/proc/$pid/cmdline" ] || return 0
  [ "$(cat "$dir/boot" 2>/dev/null)" = "$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)" ] || return 1
  tr '\\0' ' ' <"/proc/$pid/cmdline" | grep -qF "$dir"
}
state() {
  if [ -f "$dir/exit" ]; then echo exited
  elif [ -f "$dir/withdrawn" ] || [ ! -d "$dir/claim" ]; then echo absent
  elif [ ! -f "$dir/pid" ] || alive; then echo running
  elif [ -f "$dir/exit" ]; then echo exited
  else echo vanished
  fi
}
tree() {
  for child in $(ps -e -o pid= -o ppid= | while read -r child parent; do [ "$parent" = "$1" ] && echo "$child"; done); do
    tree "$child"
  done
  echo "$1"
}
halt() { kill "-$1" "-$pid" 2>/dev/null || kill "-$1" $(tree "$pid") 2>/dev/null; }
settle() {
  n=0
  while [ -d "$dir/claim" ] && [ ! -f "$dir/pid" ] && [ ! -f "$dir/withdrawn" ] && [ "$n" -lt 20 ]; do pause; n=$((n + 1)); done
}
show() {
  settle
  now=$(state)
  if [ "$now" = running ] && [ ! -f "$dir/pid" ]; then now=vanished; fi
  code=- until=$(date +%s)
  if [ "$now" = exited ]; then read -r code until <"$dir/exit"; fi
  begun=$(cat "$dir/begun" 2>/dev/null || echo "$until")
  ended=no; [ -f "$dir/ended" ] && ended=yes
  echo "watchkeeper $now $code $((until - begun)) $ended"
  [ -f "$dir/stdout" ] && tail -c "$bytes" "$dir/stdout"
  [ -f "$dir/stderr" ] && tail -c "$bytes" "$dir/stderr" >&2
  exit 0
}
withdraw() {
  mkdir -p "$dir" || exit 125
  if mkdir "$dir/claim" 2>/dev/null; then : >"$dir/withdrawn"; fi
}
case $verb in
start)
  mkdir -p "$base" || exit 125
  find "$base" -type d -name 'run_*' -prune -mtime "+$days" -exec rm -rf {} + 2>/dev/null
  if mkdir "$dir" 2>/dev/null; then
    if command -v setsid >/dev/null 2>&1; then
      nohup setsid sh -c "$lead" watchkeeper "$dir" "$@" </dev/null >/dev/null 2>&1 &
    else
      set -m 2>/dev/null
      nohup sh -c "$lead" watchkeeper "$dir" "$@" </dev/null >/dev/null 2>&1 &
    fi
  fi
  [ -d "$dir" ] || exit 125
  n=0
  while [ ! -d "$dir/claim" ] && [ "$n" -lt 50 ]; do pause; n=$((n + 1)); done
  ;;
look) ;;
withdraw) withdraw ;;
end)
  withdraw
  settle
  if alive; then
    : >"$dir/ended"
    halt TERM
    n=0
    while alive && [ "$n" -lt 50 ]; do pause; n=$((n + 1)); done
    halt KILL
    n=0
    while alive && [ "$n" -lt 10 ]; do pause; n=$((n + 1)); done
    [ -f "$dir/exit" ] || echo "137 $(date +%s)" >"$dir/exit"
  fi
  ;;
esac
show`;
