import { createInterface } from 'node:readline/promises';
import { readFile, writeFile } from 'node:fs/promises';
import { stdin, stdout } from 'node:process';

// A small to-do list for the terminal: `node index.js`. It keeps its entries in todo.json.

const store = new URL('todo.json', import.meta.url);
const terminal = createInterface({ input: stdin, output: stdout });

async function load() {
  try {
    return JSON.parse(await readFile(store, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

const entries = await load();
const save = () => writeFile(store, `${JSON.stringify(entries, null, 2)}\n`);

function print() {
  if (entries.length === 0) console.log('Nothing to do.');
  entries.forEach(({ text, done }, index) => {
    console.log(`${String(index + 1).padStart(3)}  ${done ? '\x1b[32m✓\x1b[0m' : '·'}  ${text}`);
  });
}

console.log('\x1b[1mTo do\x1b[0m   add TEXT · done N · list · quit\n');
print();

for (;;) {
  const [command, ...rest] = (await terminal.question('\n> ')).trim().split(/\s+/);
  if (command === 'quit' || command === 'q') break;
  if (command === 'add' && rest.length > 0) {
    entries.push({ text: rest.join(' '), done: false });
    await save();
  } else if (command === 'done' && entries[Number(rest[0]) - 1]) {
    entries[Number(rest[0]) - 1].done = true;
    await save();
  } else if (command !== 'list') {
    console.log('add TEXT, done N, list or quit');
    continue;
  }
  print();
}

terminal.close();
console.log('Bye.');
