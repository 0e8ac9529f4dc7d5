/** How far each person has read each channel: the ts of the newest message they had before them. */
export interface ReadMarks {
  get(person: string, channel: string): string;
  /** Never goes back. */
  set(person: string, channel: string, ts: string): void;
}

export function createReadMarks(): ReadMarks {
  const marks = new Map<string, string>();
  return {
    get: (person, channel) => marks.get(`${person} ${channel}`) ?? '',
    set(person, channel, ts) {
      const key = `${person} ${channel}`;
      if (ts > (marks.get(key) ?? '')) marks.set(key, ts);
    },
  };
}
