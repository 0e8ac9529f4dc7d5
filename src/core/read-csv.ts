/**
 * The rows of a CSV text that comes in pieces, one at a time. A cell without quotes and without text is undefined, which
 * is not the same as an empty text in quotes. Text in quotes may hold commas, line breaks and doubled quotes.
 */
export async function* readCsv(pieces: AsyncIterable<string>): AsyncGenerator<(string | undefined)[]> {
  let row: (string | undefined)[] = [];
  let cell = '';
  let isQuoted = false;
  /** Inside quotes; `after`: a quote that ends them, or is the first of two. */
  let state: 'plain' | 'inside' | 'after' = 'plain';

  const endCell = (): void => {
    row.push(cell === '' && !isQuoted ? undefined : cell);
    cell = '';
    isQuoted = false;
    state = 'plain';
  };

  for await (const piece of pieces) {
    for (const character of piece) {
      if (state === 'inside') {
        if (character === '"') state = 'after';
        else cell += character;
      } else if (character === '"') {
        if (state === 'after') cell += '"';
        state = 'inside';
        isQuoted = true;
      } else if (character === ',') endCell();
      else if (character === '\n') {
        endCell();
        yield row;
        row = [];
      } else if (character !== '\r') cell += character;
    }
  }
  if (cell !== '' || isQuoted || row.length > 0) {
    endCell();
    yield row;
  }
}
