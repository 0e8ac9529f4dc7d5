// Wide in every terminal: Hangul, Han, Kana and full-width forms, and the signs that are drawn as pictures.
const WIDE =
  /^[\u1100-\u115F\u231A\u231B\u23E9-\u23EC\u23F0\u23F3\u25FD\u25FE\u2614\u2615\u26A1\u2705\u270A\u270B\u2728\u274C\u274E\u2753-\u2755\u2757\u2795-\u2797\u27B0\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]/u;
const WITHOUT_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The text in rows of at most `columns` cells; what a reader sees as one character stays whole. */
export function toRows(text: string, columns: number): string[] {
  return text.split('\n').flatMap((line) => {
    const rows: string[] = [];
    let row = '';
    let used = 0;
    for (const { segment } of segmenter.segment(line)) {
      const width = WITHOUT_WIDTH.test(segment) ? 0 : WIDE.test(segment) ? 2 : 1;
      if (used + width > columns) {
        rows.push(row);
        row = '';
        used = 0;
      }
      row += segment;
      used += width;
    }
    return [...rows, row];
  });
}
