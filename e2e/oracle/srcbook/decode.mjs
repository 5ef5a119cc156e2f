// Reads documents as JSON strings, one a line, and answers each with what the original makes of it.
import { createInterface } from 'node:readline';
import { marked } from 'marked';
import { decode } from './node_modules/@srcbook/api/dist/srcmd/decoding.mjs';
import { encode } from './node_modules/@srcbook/api/dist/srcmd/encoding.mjs';

function cellOf({ type, text, source, filename }) {
  return { type, text: text ?? source, filename: filename ?? '' };
}

// The original drops link definitions and garbles some block quotes; then its text is no reference.
function lossless(source) {
  const text = source.replace(/\r\n|\r/g, '\n');
  return marked.lexer(text).map((token) => token.raw).join('') === text;
}

function sameCells(cells, result) {
  const text = (list) => JSON.stringify(list.map(cellOf));
  return !result.error && text(cells) === text(result.srcbook.cells);
}

function answer(source) {
  const reply = { lossless: lossless(source) };
  try {
    const result = decode(source);
    if (result.error) {
      return { ...reply, errors: result.errors };
    }
    const { cells, language } = result.srcbook;
    reply.language = language;
    reply.tsconfig = result.srcbook['tsconfig.json'];
    reply.cells = cells.map(cellOf);
    if (cells[1]?.type === 'package.json') {
      reply.file = encode(result.srcbook, { inline: true });
      reply.stable = sameCells(cells, decode(reply.file));
      reply.index = encode(result.srcbook, { inline: false });
    }
  } catch (error) {
    reply.errors = [error.message];
  }
  return reply;
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(answer(JSON.parse(line))));
}
